"""What every test gets: Qt draws into memory, so that no test needs a screen."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
