import { applyDecorators, type Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { QueryNumber } from './query-number.js';

const LARGEST_PAGE = 100;
const LONGEST_CURSOR = 500;

/** Where a list goes on: what an earlier answer gave. */
export const IsCursor = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, minLength: 1, maxLength: LONGEST_CURSOR, required: false }),
    IsOptional(),
    IsString(),
    Length(1, LONGEST_CURSOR),
  );

/** How much of a list is answered at once. */
export class LimitQuery {
  /** How many items to return. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: LARGEST_PAGE, default: 20, required: false })
  @IsOptional()
  @QueryNumber()
  @IsInt()
  @Min(1)
  @Max(LARGEST_PAGE)
  limit: number = 20;
}

/** Query of a list; extend it with the list's filters. */
export class PageQuery extends LimitQuery {
  /** `nextCursor` of the page before; the filters must be the same. */
  @IsCursor()
  cursor?: string;
}

export class PageInfo {
  @ApiProperty({ type: Boolean })
  hasMore!: boolean;

  /** Pass it as `cursor`; null on the last page. */
  @ApiProperty({ type: String, nullable: true, maxLength: LONGEST_CURSOR })
  nextCursor!: string | null;
}

export interface Page<T> {
  readonly data: T[];
  readonly page: PageInfo;
}

/** The view of a list: `export class OrderPage extends PageOf(OrderView) {}`. */
export function PageOf<T>(view: Type<T>): Type<Page<T>> {
  class PageView implements Page<T> {
    @ApiProperty({ type: [view], maxItems: LARGEST_PAGE })
    data!: T[];

    @ApiProperty({ type: PageInfo })
    page!: PageInfo;
  }
  return PageView;
}
