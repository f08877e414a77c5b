"""Attributes of labels and frame types in a scheme's file."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from annotator.domain.scheme import DATE, QUOTATION, Attribute
from annotator.domain.scheme_values import ValueReader

LONGEST_VALUE: Final = 100
_KINDS: Final = ("choice", "integer", "date", "text")
_KEYS: Final = (
    "name", "kind", "values", "default", "required", "names", "definition", "derive", "from",
    "codebook", "keywords", "formerly", "former_values",
)  # fmt: skip


class AttributeReader(ValueReader):
    """Reads attributes; see :class:`~annotator.domain.scheme.Attribute` for what each key says."""

    def attributes(self, table: Mapping[str, Any], where: str) -> tuple[Attribute, ...]:
        """Return the attributes of a label or frame type."""
        found = tuple(
            self.attribute(item, where, number)
            for number, item in enumerate(self.tables(table, "attributes", where), start=1)
        )
        self.check_names(f"{where}attributes", found)
        self.check_former(where, found, "attribute here")
        return found

    def attribute(self, table: Mapping[str, Any], outer: str, number: int) -> Attribute:
        """Return one of them."""
        name = self.naming(table, f"{outer}attributes[{number}].")
        where = f"{outer}{name}."
        self.only(table, where, _KEYS)
        kind = self.text(table, "kind", where, "choice")
        if kind not in _KINDS:
            raise self.fail(f"{where}kind", f"it is one of {', '.join(_KINDS)}")
        values = self.values(table, where, kind)
        return Attribute(
            name=name,
            kind=kind,
            values=values,
            default=self.default(table, where, values),
            required=self.truth(table, "required", where),
            names=self.words(table, where, values),
            definition=self.text(table, "definition", where, ""),
            derive=self.derivation(table, where, kind, values),
            derive_from=self.text(table, "from", where, ""),
            codebook=self.codebook(table, where, kind),
            keywords=self.keywords(table, where, kind, values),
            formerly=self.formerly(table, where),
            former_values=self.former_values(table, where, kind, values),
        )

    def codebook(self, table: Mapping[str, Any], where: str, kind: str) -> bool:
        """Return whether users may add values."""
        codebook = self.truth(table, "codebook", where)
        if codebook and kind != "choice":
            raise self.fail(f"{where}codebook", "only a choice has values to add to")
        return codebook

    def keywords(
        self, table: Mapping[str, Any], where: str, kind: str, values: Sequence[str | int]
    ) -> Mapping[str, tuple[str, ...]]:
        """Return the words by which rules know values, by value."""
        given = self.table(table, "keywords", where)
        if given and kind != "choice":
            raise self.fail(f"{where}keywords", "only a choice has keywords")
        self.only(given, f"{where}keywords.", [str(value) for value in values])
        return {value: self._words_of(given, value, f"{where}keywords.") for value in given}

    def _words_of(self, given: Mapping[str, Any], value: str, where: str) -> tuple[str, ...]:
        words = given[value]
        if not isinstance(words, list) or not all(isinstance(item, str) for item in words):
            raise self.fail(f"{where}{value}", "a list of texts is needed")
        for word in words:
            self.check_name(f"{where}{value}", word)
            if not any(letter.isalnum() for letter in word) or "*" in word[:-1]:
                raise self.fail(
                    f"{where}{value}", f"{word} is no word; a * may stand at its end only"
                )
        self.unique(f"{where}{value}", words)
        return tuple(words)

    def former_values(
        self, table: Mapping[str, Any], where: str, kind: str, values: Sequence[str | int]
    ) -> Mapping[str, str | int]:
        """Return values of earlier versions, none of which is one still, and what they are now."""
        given = self.table(table, "former_values", where)
        for old, new in given.items():
            key = f"{where}former_values.{old}"
            if new not in values or type(new) not in {str, int}:
                raise self.fail(key, f"{new} is none of its values")
            if old in {str(value) for value in values}:
                raise self.fail(key, f"{old} is still one of its values")
            if kind == "integer" and not re.fullmatch("-?[0-9]{1,9}", old):
                raise self.fail(key, "a whole number is needed")
        return given

    def derivation(
        self, table: Mapping[str, Any], where: str, kind: str, values: tuple[str | int, ...]
    ) -> str:
        """Return where a first value comes from: "quotation" needs three values, "date" a role."""
        derive = self.text(table, "derive", where, "")
        if derive not in {"", QUOTATION, DATE}:
            raise self.fail(f"{where}derive", "it is quotation or date, or is left out")
        if derive == QUOTATION and len(values) != 3:
            raise self.fail(f"{where}derive", "it needs three values: quoted, not quoted, both")
        if derive == DATE and kind != DATE:
            raise self.fail(f"{where}derive", "only an attribute of the kind date has one")
        if (derive == DATE) != ("from" in table):
            raise self.fail(
                f"{where}from", "the role that a date is derived from is needed, or neither"
            )
        return derive

    def derived_from(
        self, attributes: Iterable[Attribute], where: str, roles: Sequence[str]
    ) -> None:
        """Refuse a date that is derived from a role that is not there."""
        for attribute in attributes:
            if attribute.derive_from and attribute.derive_from not in roles:
                raise self.fail(
                    f"{where}{attribute.name}.from", f"there is no role {attribute.derive_from}"
                )

    def values(self, table: Mapping[str, Any], where: str, kind: str) -> tuple[str | int, ...]:
        """Return what may be chosen; a date or a text is typed, so it has no values."""
        values = table.get("values", [])
        wanted = {"choice": str, "integer": int}.get(kind)
        if wanted is None:
            if values != []:
                raise self.fail(f"{where}values", f"a {kind} has none")
            return ()
        fit = isinstance(values, list) and all(type(item) is wanted for item in values)
        if not fit or not values or "" in values:
            what = "texts" if wanted is str else "whole numbers"
            raise self.fail(f"{where}values", f"a list of {what} is needed")
        for value in values if wanted is str else ():
            self.check_name(f"{where}values", value, LONGEST_VALUE)
        self.unique(f"{where}values", values)
        return tuple(values)

    def default(
        self, table: Mapping[str, Any], where: str, values: Sequence[str | int]
    ) -> str | int | None:
        """Return what a tag made by hand starts with."""
        if "default" not in table:
            return None
        default: object = table["default"]
        if values:
            for value in values:
                if value == default and type(value) is type(default):
                    return value
            raise self.fail(f"{where}default", f"{default} is none of its values")
        return self.text(table, "default", where)

    def words(
        self, table: Mapping[str, Any], where: str, values: Sequence[str | int]
    ) -> Mapping[str, str]:
        """Return the words for values."""
        names = self.table(table, "names", where)
        self.only(names, f"{where}names.", [str(value) for value in values])
        return {key: self.text(names, key, f"{where}names.") for key in names}
