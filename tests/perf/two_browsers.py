"""The floor for a start: two files in two bare QTextBrowsers. Usage: two_browsers.py LEFT RIGHT."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QTextBrowser

app = QApplication(sys.argv)
window = QMainWindow()
panes = QSplitter()
for name in sys.argv[1:3]:
    browser = QTextBrowser()
    browser.setPlainText(Path(name).read_text(encoding="utf-8"))
    panes.addWidget(browser)
window.setCentralWidget(panes)
window.resize(1280, 800)
window.show()
sys.exit(app.exec())
