/** Why nothing could be reached. A host with several addresses fails once for each, and the whole has no words of its own. */
export function reasonOf(error: Error): string {
  const { errors = [] } = error as Partial<AggregateError>;
  const reasons = [error, ...(errors as Error[])].map(({ message }) => message);
  return [...new Set(reasons)].filter((text) => text !== '').join(', ') || error.name;
}
