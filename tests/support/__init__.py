"""What several tests share: fixtures, guards and ways to drive the program."""
