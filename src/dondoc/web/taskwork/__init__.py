"""How a task is organised: steps, people, parts of partners, what it waits for, what its day depends on."""
