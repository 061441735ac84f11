import { Injectable } from '@nestjs/common';
import { query, queryOne, statement, type Tx } from '../platform/database/index.js';

const claim = statement<[string], never>(
  'sandbox.claim_reference',
  'select pg_advisory_xact_lock(hashtextextended($1, 0))',
);
const find = statement<[kind: string, reference: string], { answer: object }>(
  'sandbox.find_reference',
  'select answer from sandbox_references where kind = $1 and reference = $2',
);
const keep = statement<[kind: string, reference: string, answer: string], never>(
  'sandbox.keep_reference',
  'insert into sandbox_references (kind, reference, answer) values ($1, $2, $3::jsonb)',
);

/** Lets a tool ask for the same person or seller again by the name it gave, and get the same answer. */
@Injectable()
export class MintedReferences {
  async once<T extends object>(
    tx: Tx,
    kind: string,
    reference: string | undefined,
    mint: () => Promise<T>,
  ): Promise<T> {
    if (reference === undefined) return mint();
    await query(tx, claim, [`${kind}:${reference}`]);
    const known = await queryOne(tx, find, [kind, reference]);
    if (known) return known.answer as T;
    const minted = await mint();
    await query(tx, keep, [kind, reference, JSON.stringify(minted)]);
    return minted;
  }
}
