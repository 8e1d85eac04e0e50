/** What a disk's refusal means, for people. Undefined for what is no disk error. */
export function describeDiskError(thrown: unknown, directory: string): string | undefined {
  const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
  if (code === undefined || !(thrown instanceof Error) || !('syscall' in thrown)) return undefined;
  return meanings[code]?.(directory) ?? `the disk refused it (${code}) in ${directory}`;
}

const meanings: Record<string, (directory: string) => string> = {
  ENOSPC: (directory) => `the disk of ${directory} is full`,
  EDQUOT: (directory) => `the disk quota of ${directory} is used up`,
  EFBIG: (directory) => `the disk of ${directory} takes no file of this size`,
  EACCES: noPermission,
  EPERM: noPermission,
  EROFS: (directory) => `${directory} is read-only`,
  ENOENT: (directory) => `the folder ${directory} does not exist and cannot be made`,
  ENOTDIR: (directory) => `${directory} is not a folder`,
  EEXIST: (directory) => `${directory} is not a folder`,
  ENAMETOOLONG: (directory) => `the path of ${directory} is too long`,
};

function noPermission(directory: string): string {
  return `there is no permission to write in ${directory}`;
}
