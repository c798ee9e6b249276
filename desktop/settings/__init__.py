"""The page 这台电脑: second copies, the idle lock, and who may open the records here."""
