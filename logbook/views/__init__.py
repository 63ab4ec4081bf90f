"""The pages of the logbook. Everything is reached from `request.user`; closed to everybody else."""
