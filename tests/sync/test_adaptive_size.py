from sync.adaptive_size import AdaptiveSize


def size() -> AdaptiveSize:
    return AdaptiveSize(low=16, high=128, now=64)


def test_a_good_line_gets_more_up_to_the_limit() -> None:
    upload = size()

    upload.arrived(0.2)
    upload.arrived(0.2)

    assert upload.now == 128


def test_a_slow_line_gets_less_and_a_steady_one_the_same() -> None:
    slow, steady = size(), size()

    slow.arrived(25.0)
    steady.arrived(5.0)

    assert (slow.now, steady.now) == (32, 64)


def test_what_never_arrives_shrinks_to_something_that_may() -> None:
    upload = size()

    upload.failed()
    upload.failed()
    upload.failed()

    assert upload.now == 16
