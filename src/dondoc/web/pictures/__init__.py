"""Pictures of targets, tasks and communes, each with the table it is drawn from."""
