from annotator.domain.learned import folds, stories


def test_articles_with_a_common_stem_are_one_story():
    names = ["amman-1", "amman-2", "oslo-1", "lima-1", "lima-2", "lima-3", "quito"]
    assert stories(names) == [0, 0, 1, 2, 2, 2, 3]


def test_names_that_only_count_articles_make_each_a_story_of_its_own():
    assert stories([f"article-{number}" for number in range(6)]) == list(range(6))


def test_names_without_numbers_make_each_article_a_story():
    assert stories(["fars", "irna", "tass", "efe", "anadolu"]) == [0, 1, 2, 3, 4]


def test_parts_keep_stories_whole_and_are_all_used():
    names = [f"{story}-{number}" for story in "abcdefgh" for number in (1, 2, 3)]
    parts = folds(names, 4)
    assert {parts[place] for place in range(len(names))} == {0, 1, 2, 3}
    assert all(len({parts[place] for place in range(at, at + 3)}) == 1 for at in range(0, 24, 3))
    assert parts == sorted(parts)
