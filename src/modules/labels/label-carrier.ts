export type LabelService = 'standard' | 'express';

/** What a carrier is asked for. `reference` is ours: the same one again is the same label. */
export interface LabelOrder {
  readonly reference: string;
  readonly service: LabelService;
  readonly weightGrams: number;
  /** ISO 3166-1 alpha-2. */
  readonly fromCountry: string;
  readonly toCountry: string;
  readonly currency: string;
}

export type LabelAnswer =
  /** `cost` in minor units of the currency that was asked for. */
  | { readonly outcome: 'bought'; readonly trackingNumber: string; readonly cost: number }
  /** For good; `code` says why, `not_served`. */
  | { readonly outcome: 'refused'; readonly code: string };

/** A carrier that sells labels. What throws is asked again later, with the same reference. */
export abstract class LabelCarrier {
  abstract readonly name: string;

  abstract buy(order: LabelOrder): Promise<LabelAnswer>;

  /** False when the label was used and has to be paid. A label that was voided before stays so. */
  abstract void(reference: string): Promise<boolean>;
}
