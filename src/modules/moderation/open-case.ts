import { Injectable } from '@nestjs/common';
import { Clock, plus, type Id } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { CasesRepository, type CaseKind } from './cases.repository.js';
import type { CaseInput } from './moderation.types.js';

/** When a case of the kind should be decided. */
const DECIDE_WITHIN: Readonly<Record<CaseKind, string>> = {
  screening: 'P1D',
  report: 'P1D',
  signal: 'P1D',
  sample: 'P5D',
};

@Injectable()
export class OpenCase {
  constructor(
    private readonly clock: Clock,
    private readonly cases: CasesRepository,
  ) {}

  run(tx: Tx, input: CaseInput, screeningId: string | null = null): Promise<Id<'cas'>> {
    const at = this.clock.now();
    const slaDueAt = plus(at, DECIDE_WITHIN[input.kind]);
    return this.cases.open(tx, { ...input, id: newId('cas'), screeningId, slaDueAt, at });
  }
}
