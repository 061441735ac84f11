import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsInstant, PageOf } from '../../platform/http/index.js';

export class SetDebtTermsDto {
  /** How many days a debt has to be owed before two people may give it up. */
  @IsInt()
  @Min(0)
  @Max(3_650)
  writeOffAfterDays!: number;

  /** From when on; now, when absent. Never in the past. */
  @IsOptional()
  @IsInstant()
  effectiveFrom?: string;
}

export class DebtTermsView {
  version!: number;
  writeOffAfterDays!: number;
  effectiveFrom!: string;

  /** Of the versions that have begun, the highest. */
  isInForce!: boolean;

  /** Who set them; null for those that the marketplace begins with. */
  createdBy!: string | null;

  createdAt!: string;
}

export class DebtTermsPage extends PageOf(DebtTermsView) {}
