import { Injectable } from '@nestjs/common';
import { placeId } from '../ledger/index.js';
import type { LabelCarrier } from './label-carrier.js';
import { SandboxLabelCarrier } from './sandbox-label-carrier.js';

/** The carriers that are connected. A label is voided where it was bought. */
@Injectable()
export class LabelCarriers {
  private readonly byName = new Map<string, LabelCarrier>();

  constructor(sandbox: SandboxLabelCarrier) {
    this.add(sandbox);
  }

  /** @throws Error for a name that no account can belong to */
  add(carrier: LabelCarrier): void {
    placeId('carrier', carrier.name);
    this.byName.set(carrier.name, carrier);
  }

  find(name: string): LabelCarrier | undefined {
    return this.byName.get(name);
  }

  /** @throws Error when a label was asked of a carrier that is not connected any more */
  of(name: string): LabelCarrier {
    const carrier = this.byName.get(name);
    if (!carrier) throw new Error(`The carrier ${name} is not connected`);
    return carrier;
  }
}
