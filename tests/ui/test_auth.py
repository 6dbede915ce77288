"""What the registration form promises is what the server takes."""

import pytest

from vidgenie.accounts.passwords import check_password
from vidgenie.errors import InvalidInput
from vidgenie.ui.auth import MIN_PASSWORD


def test_the_shortest_password_of_the_form_is_the_shortest_the_server_takes():
    check_password("x7" * (MIN_PASSWORD // 2), email="ada@example.com")

    with pytest.raises(InvalidInput):
        check_password("x7" * (MIN_PASSWORD // 2 - 1) + "x", email="ada@example.com")
