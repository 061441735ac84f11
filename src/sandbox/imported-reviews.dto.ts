import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { StarsDto } from '../modules/reviews/index.js';
import { IsWireId } from '../platform/http/index.js';

export class ImportReviewDto extends StarsDto {
  /** The seller order it is about; it need not be delivered. */
  @IsWireId('sor')
  sellerOrderId!: string;

  /** Its name where it comes from; one review per name and seller order. */
  @ApiProperty({ type: String, minLength: 1, maxLength: 100 })
  @IsString()
  @Length(1, 100)
  reference!: string;
}

export class ImportedReviewView {
  @ApiProperty({ type: String, example: 'rev_01hzy3v9qtf5r8m2k4w6x8y0za' })
  reviewId!: string;
}
