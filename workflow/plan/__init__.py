"""What happens before any rule: settings, checks, files, the code behind a step."""
