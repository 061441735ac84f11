import type { BookFault } from './book-fault.domain.js';

/** The head of the chain as it was written down elsewhere. */
export interface KeptHead {
  readonly seq: number;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  readonly exportedAt?: string;
}

/** Reads heads as they are exported, one JSON object a line. @throws Error with the line that is none */
export function readHeads(text: string): KeptHead[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const head = parsed(line);
      if (!Number.isSafeInteger(head?.seq) || !/^[0-9a-f]{64}$/.test(head?.hash ?? '')) {
        throw new Error(`no head of a chain: ${line.slice(0, 80)}`);
      }
      return head as KeptHead;
    });
}

function parsed(line: string): Partial<KeptHead> | null {
  try {
    return JSON.parse(line) as Partial<KeptHead> | null;
  } catch {
    return null;
  }
}

/**
 * Where the chain parts from what was written down: `found` has the hashes of its blocks by their numbers. The first
 * kept head that is not the chain's any more names the blocks among which somebody has made it anew.
 */
export function divergenceOf(kept: readonly KeptHead[], found: ReadonlyMap<number, string>): BookFault[] {
  const inOrder = [...kept].sort((a, b) => a.seq - b.seq);
  const parted = inOrder.findIndex(({ seq, hash }) => found.get(seq) !== hash);
  const lost = inOrder[parted];
  if (!lost) return [];
  const last = inOrder[parted - 1]?.seq ?? 0;
  const when = lost.exportedAt === undefined ? '' : ` (head of ${lost.exportedAt})`;
  const subject = `blocks ${last + 1} to ${lost.seq}${when}`;
  return [{ kind: found.has(lost.seq) ? 'chain' : 'deleted', subject, field: 'hash' }];
}
