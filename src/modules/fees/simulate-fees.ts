import { Injectable } from '@nestjs/common';
import { add, Clock, money, subtract, toWire, zero, type FieldError, type Money } from '../../kernel/index.js';
import { Invalid, MoneyView, parseWireId } from '../../platform/http/index.js';
import { charge } from './fee-charge.domain.js';
import { candidatesFor, COMPONENTS, mismatchAt, ruleFor, type FeeSubject } from './fee-rule.domain.js';
import { FeeSheetView } from './fee-sheets.dto.js';
import { feesOf, listingFeeOf, subjectOf, takenOf, type FeeLine, type LineFees } from './fees.domain.js';
import { lineFeesView } from './line-fees.view.js';
import { ScheduleRepository, type Candidates } from './schedule.repository.js';
import type { SimulatedLineView, SimulationDto, SimulationView, WeighedComponentView } from './simulation.dto.js';

@Injectable()
export class SimulateFees {
  constructor(
    private readonly schedules: ScheduleRepository,
    private readonly clock: Clock,
  ) {}

  /** Charges lines that nobody has bought, by the code that charges orders, and says why. Changes nothing. @throws Invalid */
  async run(wanted: SimulationDto): Promise<SimulationView> {
    const at = wanted.at === undefined ? this.clock.now() : new Date(wanted.at);
    const lines = linesOf(wanted);
    const categoryIds = [...new Set(lines.map((line) => line.categoryId))];
    const sellerId = parseWireId('sel', wanted.sellerId);
    const found = await this.schedules.candidates(at, [sellerId], categoryIds);
    const schedule = wanted.tier === undefined ? found : { ...found, tiers: { [sellerId]: wanted.tier } };
    const inForce = { ...schedule, rules: schedule.rules.filter((rule) => mismatchAt(rule, at) === undefined) };
    const fees = feesOf(lines, inForce);
    const bases = fees.map(({ basis }) => basis);
    return {
      at: at.toISOString(),
      lines: lines.map((line, i) => lineView(line, fees[i] as LineFees, schedule, at)),
      sheets: charge(bases, wanted.currency).sheets.map((sheet) => FeeSheetView.of(sheet)),
    };
  }
}

function linesOf({ sellerId, currency, lines }: SimulationDto): FeeLine[] {
  const faults: FieldError[] = [];
  const made = lines.map((line, i): FeeLine => {
    const { quantity, shipping = 0, sellerDiscount = 0, platformDiscount = 0 } = line;
    const goods = line.unitPrice * quantity;
    if (sellerDiscount + platformDiscount > goods) {
      faults.push({ pointer: `/lines/${i}`, code: 'range', message: 'the discounts must not exceed the goods' });
    }
    return {
      sellerId: parseWireId('sel', sellerId),
      categoryId: parseWireId('cat', line.categoryId),
      units: quantity,
      amount: money(goods, currency),
      shipping: money(shipping, currency),
      sellerDiscount: money(sellerDiscount, currency),
      platformDiscount: money(platformDiscount, currency),
    };
  });
  if (faults.length > 0) throw new Invalid(faults);
  return made;
}

function lineView(line: FeeLine, fees: LineFees, schedule: Candidates, at: Date): SimulatedLineView {
  const { currency } = line.amount;
  const subject = subjectOf(line, currency, schedule);
  const inForce = schedule.rules.filter((rule) => mismatchAt(rule, at) === undefined);
  const listing = listingFeeOf(ruleFor('listing_fee', subject, inForce), currency);
  return {
    tax: MoneyView.of(fees.tax),
    fees: lineFeesView(fees),
    sellerNet: MoneyView.of(netOf(line, fees)),
    ruleVersion: fees.ruleVersion,
    ...(listing && {
      listingFee: { fee: MoneyView.of(listing.fee), tax: MoneyView.of(listing.tax), rule: listing.rule },
    }),
    components: COMPONENTS.map((component) => weighed(component, subject, schedule, at)),
  };
}

function netOf(line: FeeLine, fees: LineFees): Money {
  const goods = subtract(subtract(line.amount, line.sellerDiscount), takenOf(fees));
  return add(goods, fees.shippingTo === 'seller' ? line.shipping : zero(goods.currency));
}

function weighed(
  component: (typeof COMPONENTS)[number],
  subject: FeeSubject,
  { rules }: Candidates,
  at: Date,
): WeighedComponentView {
  const candidates = candidatesFor(component, subject, rules, at);
  const charged = candidates.find(({ mismatch }) => mismatch === undefined);
  return {
    component,
    ...(charged && { rule: charged.rule.number }),
    candidates: candidates.map(({ rule, mismatch }) => ({
      ruleId: toWire('rul', rule.id),
      rule: rule.number,
      ...(mismatch && { mismatch }),
    })),
  };
}
