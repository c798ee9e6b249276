"""任务: everything the platform has asked this village, and how far each answer has come."""
