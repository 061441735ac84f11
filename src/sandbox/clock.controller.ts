import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, Idempotent, IdempotencyScope, Invalid, Once, Throws, Unavailable } from '../platform/http/index.js';
import { ClockView, MoveClockDto } from './clock.dto.js';
import { MoveClock } from './move-clock.js';

@ApiTags('sandbox')
@Controller('v1/sandbox/clock')
export class ClockController {
  constructor(private readonly moveClock: MoveClock) {}

  /** Tell the marketplace's time. Only in a sandbox. */
  @Get()
  @Access({ roles: ['anyone'] })
  get(): ClockView {
    return this.moveClock.view();
  }

  /**
   * Move the marketplace's time. Holds, confirmations, payouts and every other deadline on the way then fall due, in
   * order. Only in a sandbox.
   */
  @Post()
  @HttpCode(200)
  @Access({ roles: ['anyone'] })
  @Idempotent('optional')
  @Throws(Invalid, Unavailable)
  move(@Body() body: MoveClockDto, @IdempotencyScope() once: Once): Promise<ClockView> {
    return this.moveClock.run(body, once);
  }
}
