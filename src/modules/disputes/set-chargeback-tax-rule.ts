import { Injectable } from '@nestjs/common';
import { asId, Clock, toWire, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Cursors, Invalid, type Once, type Page, type PageQuery } from '../../platform/http/index.js';
import { ChargebackTaxRules, type ChargebackTaxRuleRow } from './chargeback-tax-rules.repository.js';
import type { ChargebackTaxRuleView, SetChargebackTaxRuleDto } from './chargeback-tax.dto.js';

/** Where a lost chargeback corrects the tax on the sale: every version of what finance has said. */
@Injectable()
export class SetChargebackTaxRule {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
    private readonly rules: ChargebackTaxRules,
  ) {}

  /** For chargebacks that are lost from `effectiveFrom` on. @throws Invalid, ChargebackTaxRuleChangedMeanwhile */
  run(actor: UserActor, wanted: SetChargebackTaxRuleDto, once: Once): Promise<ChargebackTaxRuleView> {
    return once.run(this.uow, async (tx) => {
      const createdAt = this.clock.now();
      const effectiveFrom = wanted.effectiveFrom === undefined ? createdAt : new Date(wanted.effectiveFrom);
      if (effectiveFrom < createdAt) {
        throw new Invalid([{ pointer: '/effectiveFrom', code: 'past', message: 'must not lie in the past' }]);
      }
      const { country, isCorrected, basis } = wanted;
      const rule = { country, isCorrected, basis, effectiveFrom, createdBy: actor.userId, createdAt };
      return viewOf(await this.rules.add(tx, rule));
    });
  }

  async list({ cursor, limit }: PageQuery): Promise<Page<ChargebackTaxRuleView>> {
    const key = 'chargeback-tax-rules';
    const after = this.cursors.read<[string, number]>(cursor, key);
    const rows = await this.rules.page(this.clock.now(), after, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, key, ({ country, version }) => [country, version]);
    return { data: data.map(viewOf), page };
  }
}

const viewOf = ({ effectiveFrom, createdBy, createdAt, ...rule }: ChargebackTaxRuleRow): ChargebackTaxRuleView => ({
  ...rule,
  effectiveFrom: effectiveFrom.toISOString(),
  createdBy: createdBy === 'system' ? null : toWire('usr', asId<'usr'>(createdBy)),
  createdAt: createdAt.toISOString(),
});
