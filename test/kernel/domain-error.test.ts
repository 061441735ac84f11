import { defineError, DomainError, fill, problems } from '../../src/kernel/index.js';

const Gone = defineError<{ title: string; left: number }>({
  code: 'test_gone',
  kind: 'conflict',
  en: '{title} has {left} left.',
  zh: '{title} 剩余 {left} 件。',
});

describe('a refusal', () => {
  it('is an error with a code, parameters and a message for logs', () => {
    const error = new Gone({ title: 'Lamp', left: 0 }, [{ pointer: '/quantity', code: 'max', message: 'too many' }], 5);

    expect(error).toBeInstanceOf(DomainError);
    expect(error).toBeInstanceOf(Gone);
    expect(error.name).toBe('test_gone');
    expect(error.message).toBe('test_gone: Lamp has 0 left.');
    expect(error.params).toEqual({ title: 'Lamp', left: 0 });
    expect(error.errors).toEqual([{ pointer: '/quantity', code: 'max', message: 'too many' }]);
    expect(error.retryAfter).toBe(5);
  });

  it('is listed for its page', () => {
    expect(problems()).toContain(Gone.problem);
  });

  it('has a code of its own', () => {
    expect(() => defineError({ ...Gone.problem })).toThrow('Error code declared twice: test_gone');
  });

  it('keeps the braces that no parameter fills', () => {
    expect(fill('{a} and {b}', { a: '{b}' })).toBe('{b} and {b}');
  });
});
