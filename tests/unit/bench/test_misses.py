"""What a story missed is counted by measure, and apart by whether anything came out."""

from bench.misses import Pool, table

PRINTED = """\
date_right                 0.500 (2/4)
    - tarn: 'by the spring fair' want 2031-04-01..2031-04-30 got []
    - tarn: 'on Wednesday' want 2031-05-07..2031-05-07 got [('2031-05-14', '2031-05-14')]
one_story                  1.000 (1/1)
speaker_right_direct       0.000 (0/1)
    - orlan: Onno Brul: they are not reliable -> []
"""


def test_misses_are_pooled_and_told_apart() -> None:
    pool = Pool()
    pool.add("ferry", PRINTED.splitlines())
    pool.add("dam", PRINTED.splitlines())

    assert pool.counts["date_right"] == {"hits": 4, "total": 8, "nothing": 2, "other": 2}
    assert pool.missed["speaker_right_direct"][1] == "dam: orlan: Onno Brul: they are not reliable -> []"
    assert [line.split() for line in table(pool.counts)[1:]] == [
        ["date_right", "4", "8", "0.500", "2", "2"],
        ["speaker_right_direct", "2", "2", "1.000", "2", "0"],
    ]
