"""The page about this computer: backups, the data folder, keys, accessibility, the program itself."""
