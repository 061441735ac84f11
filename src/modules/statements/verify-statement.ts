import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { toWire, type Id } from '../../kernel/index.js';
import { NotFound } from '../../platform/http/index.js';
import { StatementDocuments } from './statement-documents.js';
import { StatementReads } from './statement-reads.repository.js';
import type { StatementVerificationView } from './statements.dto.js';

/** Makes a statement's CSV out of the ledger again and holds its hash against the one that was issued. */
@Injectable()
export class VerifyStatement {
  constructor(
    private readonly reads: StatementReads,
    private readonly documents: StatementDocuments,
  ) {}

  /** @throws NotFound */
  async run(id: Id<'stm'>): Promise<StatementVerificationView> {
    const found = await this.reads.find(id);
    if (!found) throw new NotFound({ what: 'statement' });
    const { row } = found;
    const hash = createHash('sha256');
    for await (const text of this.documents.csvOf(row)) hash.update(text);
    const computed = hash.digest();
    const named = await this.reads.hashNamedNext(row.sellerId, row.number);
    const isHashEqual = computed.equals(row.hash);
    const isNamedNext = named === undefined ? null : named.equals(row.hash);
    return {
      statementId: toWire('stm', id),
      isIntact: isHashEqual && isNamedNext !== false,
      computedHash: computed.toString('hex'),
      isHashEqual,
      isNamedNext,
    };
  }
}
