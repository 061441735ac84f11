import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, ValidateNested } from 'class-validator';
import { IsWireId, MoneyDto, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { DEBT_COLLECTION_STATES } from './debt-collection.lifecycle.js';

const STATE = { enum: DEBT_COLLECTION_STATES, enumName: 'DebtCollectionState' };

export class RequestDebtCollectionDto {
  /** At most what is owed and is not being collected yet. */
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;

  /** Out of which payout it is taken back; the latest of which so much is left, when absent. */
  @IsOptional()
  @IsWireId('pyo')
  payoutId?: string;
}

export class DebtCollectionQuery extends PageQuery {
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...DEBT_COLLECTION_STATES])
  state?: string;

  @IsOptional()
  @IsWireId('sel')
  sellerId?: string;
}

export class DebtCollectionView {
  id!: string;
  sellerId!: string;
  payoutId!: string;

  /** Who paid the payout and takes it back. */
  provider!: string;

  @ApiProperty(STATE)
  state!: string;

  amount!: MoneyView;

  /** What exceeded the debt by the time it came, and is available to the seller; null until then. */
  @ApiProperty({ type: MoneyView, nullable: true })
  surplus!: MoneyView | null;

  /** Why nothing came back, or not when it was expected, as a stable code of ours or of the provider. */
  failureCode!: string | null;

  requestedBy!: string;
  requestedAt!: string;
  submittedAt!: string | null;

  /** When it was collected, or refused. */
  settledAt!: string | null;
}

export class DebtCollectionPage extends PageOf(DebtCollectionView) {}
