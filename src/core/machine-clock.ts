/** What the machine says, which a disk stamps its files with: a process may go by the clock of its database instead. */
export const machineNow = Date.now;
