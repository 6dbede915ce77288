"""What browsers say went wrong in a page is in the log, unless nothing did."""

import pytest

from vidgenie.ui.crashes import told_by_browser


def test_a_crash_is_one_line_of_no_more_than_it_needs(caplog):
    told_by_browser(Exception("x" * 5000))

    [line] = caplog.messages
    assert line == "a page crashed: " + "x" * 500


@pytest.mark.parametrize("end", ["completed with undelivered notifications.", "limit exceeded"])
def test_sizes_that_are_told_a_frame_later_are_no_crash(caplog, end):
    told_by_browser(Exception(f"ResizeObserver loop {end}"))

    assert caplog.messages == []
