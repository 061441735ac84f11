import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { toWire } from '../../kernel/index.js';
import { PageOf } from '../../platform/http/index.js';
import { ADJUSTMENT_REASONS, type AdjustmentReason, type MovementReason } from './stock.domain.js';
import type { MovementRow, StockRow } from './stock.repository.js';

const MOST_UNITS = 10_000_000;

export class AdjustStockDto {
  /** Units that come (more than 0) or go (less than 0). */
  @IsInt()
  @Min(-MOST_UNITS)
  @Max(MOST_UNITS)
  delta!: number;

  /** `received` and `found` add, `damaged`, `lost` and `withdrawn` take away, `counted` corrects either way. */
  @IsIn(ADJUSTMENT_REASONS)
  reason!: AdjustmentReason;

  @IsOptional()
  @IsString()
  @Length(1, 300)
  note?: string;
}

export class StockView {
  variantId!: string;
  /** Units in the seller's hands. */
  onHand!: number;
  /** Of them, kept for orders that are not paid yet. */
  reserved!: number;
  /** Units that can be bought now. */
  available!: number;
  /** Null when the variant never had stock. */
  updatedAt!: string | null;

  static of(variantId: string, row: StockRow | undefined): StockView {
    const { onHand, reserved } = row ?? { onHand: 0, reserved: 0 };
    return {
      variantId: toWire('var', variantId),
      onHand,
      reserved,
      available: onHand - reserved,
      updatedAt: row?.updatedAt.toISOString() ?? null,
    };
  }
}

export class StockMovementView {
  id!: string;
  variantId!: string;
  delta!: number;
  reason!: MovementReason;
  note!: string | null;
  /** Units on hand after it. */
  onHandAfter!: number;
  /** `user`, `key` or `system`. */
  actorType!: string;
  at!: string;

  static of(row: MovementRow): StockMovementView {
    const { id, variantId, delta, reason, note, onHandAfter, actorType, at } = row;
    return {
      id: toWire('adj', id),
      variantId: toWire('var', variantId),
      delta,
      reason,
      note,
      onHandAfter,
      actorType,
      at: at.toISOString(),
    };
  }
}

export class StockMovementPage extends PageOf(StockMovementView) {}
