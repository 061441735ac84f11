import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { ActionView, IsWireId, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { CHARGEBACK_STATES, type ChargebackState } from './chargeback.lifecycle.js';
import type { Bearer } from './chargebacks.repository.js';

const STATE = { enum: CHARGEBACK_STATES, enumName: 'DisputeState' };
export const BEARERS = ['seller', 'platform'] as const;
export const BEARER = { enum: BEARERS, enumName: 'DisputeBearer' };
const LINK = /^https:\/\/[^\s]{1,500}$/;

export class DisputeQuery extends PageQuery {
  /** Only disputes in this state. */
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...CHARGEBACK_STATES])
  state?: ChargebackState;
}

export class StaffDisputeQuery extends DisputeQuery {
  /** Only disputes that concern this seller. */
  @IsOptional()
  @IsWireId('sel')
  sellerId?: string;
}

export class EvidenceDto {
  /** What speaks against the complaint. */
  @IsString()
  @Length(1, 5_000)
  text!: string;

  /** Where it can be seen: proof of delivery, messages, pictures. */
  @ApiProperty({ type: [String], required: false, maxItems: 10, pattern: LINK.source })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @Matches(LINK, { each: true, message: 'must be https addresses without spaces' })
  links?: string[];
}

export class SubmitDisputeDto {
  /** What the platform says itself; goes before what sellers have given. */
  @IsOptional()
  @IsString()
  @Length(1, 5_000)
  note?: string;
}

export class AcceptDisputeDto {
  /** Why, for the history. */
  @IsString()
  @Length(1, 500)
  reason!: string;
}

export class DisputeLiabilityDto {
  /** Who bears it when it is lost. */
  @ApiProperty(BEARER)
  @IsIn([...BEARERS])
  liable!: Bearer;

  /** Who pays the fee of the dispute when it is lost. */
  @ApiProperty(BEARER)
  @IsIn([...BEARERS])
  feeTo!: Bearer;
}

export class DisputeShareView {
  sellerOrderId!: string;

  sellerId!: string;

  /** What the bank took of the seller order. */
  amount!: MoneyView;

  /** What of it stands in place of a refund that was on the way. */
  coveredRefunds!: MoneyView;

  /** What the seller had got of it and could be paid out: held as far as it was there. */
  exposure!: MoneyView;
}

export class EvidenceView {
  id!: string;

  sellerId!: string;

  text!: string;

  @ApiProperty({ type: [String], maxItems: 10 })
  links!: string[];

  givenAt!: string;
}

export class DisputeView {
  @ApiProperty({ type: String, example: 'dsp_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  paymentId!: string;

  orderId!: string;

  @ApiProperty(STATE)
  state!: ChargebackState;

  version!: number;

  /** In the words of the bank. */
  reason!: string;

  /** What the bank took of the whole payment. */
  amount!: MoneyView;

  /** What the provider took for its trouble. */
  fee!: MoneyView;

  /** Who bears it when it is lost. */
  @ApiProperty(BEARER)
  liable!: Bearer;

  /** Who pays the fee when it is lost. */
  @ApiProperty(BEARER)
  feeTo!: Bearer;

  /** Until then evidence is taken. */
  evidenceDueAt!: string | null;

  openedAt!: string;

  submittedAt!: string | null;

  closedAt!: string | null;

  /** By seller order; a seller sees its own. */
  @ApiProperty({ type: [DisputeShareView], maxItems: 100 })
  shares!: DisputeShareView[];

  /** What was given against it; a seller sees its own. */
  @ApiProperty({ type: [EvidenceView], maxItems: 2_000 })
  evidence!: EvidenceView[];

  @ApiProperty({ type: [ActionView], maxItems: 20 })
  allowedActions!: ActionView[];
}

export class DisputePage extends PageOf(DisputeView) {}
