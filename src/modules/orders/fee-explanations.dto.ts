import { MoneyView } from '../../platform/http/index.js';
import { FeeSheetView, LineFeesView } from '../fees/index.js';

export class ExplainedLineView {
  id!: string;
  quantity!: number;
  item!: MoneyView;
  /** The part of the discount that the seller pays; it lowers what is charged. */
  sellerDiscount!: MoneyView;
  /** The part of the discount that the platform pays; it lowers nothing that is charged. */
  platformDiscount!: MoneyView;
  /** As frozen when the order was placed. */
  fees!: LineFeesView;
  /** The rules by their numbers. */
  ruleVersion!: string;
}

/** Why a seller order was charged what it was charged. */
export class FeeExplanationView {
  sellerOrderId!: string;
  lines!: ExplainedLineView[];
  /** Computed again from what was frozen: the rules of then, not of now. Empty for orders that did not keep it. */
  sheets!: FeeSheetView[];
  /** Whether the computation comes to the amounts on the lines; null where it cannot be done. */
  isReproduced!: boolean | null;
  total!: LineFeesView;
}
