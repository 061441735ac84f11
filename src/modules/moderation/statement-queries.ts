import { Injectable } from '@nestjs/common';
import { actsFor, isStaff, toWire, type Actor, type Id } from '../../kernel/index.js';
import { NotFound } from '../../platform/http/index.js';
import type { StatementView } from './statements.dto.js';
import { StatementsRepository } from './statements.repository.js';

@Injectable()
export class StatementQueries {
  constructor(private readonly statements: StatementsRepository) {}

  /** For the seller it concerns and for moderators. @throws NotFound also for everybody else */
  async get(actor: Actor, id: Id<'sta'>): Promise<StatementView> {
    const row = await this.statements.find(id);
    const maySee = row && (actsFor(actor, row.sellerId) || isStaff(actor, 'moderator'));
    if (!maySee) throw new NotFound({ what: 'statement' });
    return {
      ...row,
      id: toWire('sta', id),
      caseId: toWire('cas', row.caseId),
      sellerId: toWire('sel', row.sellerId),
      subjectId: toWire('lst', row.subjectId),
      facts: [...row.facts],
      startsAt: row.startsAt.toISOString(),
      endsAt: row.endsAt?.toISOString() ?? null,
      issuedAt: row.issuedAt.toISOString(),
    };
  }
}
