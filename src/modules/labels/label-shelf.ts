import { Injectable } from '@nestjs/common';
import { LabelCarriers } from './label-carriers.js';
import { CarrierUnknown } from './labels.errors.js';
import { Labels } from './labels.repository.js';

/** Labels, and who sells them. */
@Injectable()
export class LabelShelf {
  constructor(
    readonly labels: Labels,
    readonly carriers: LabelCarriers,
  ) {}

  /** @throws CarrierUnknown */
  assertSells(carrier: string): void {
    if (!this.carriers.find(carrier)) throw new CarrierUnknown({});
  }
}
