import { MongoNetworkError, MongoServerError } from 'mongodb';
import { storeFailure } from '../../src/adapters/store-failure';

const PLACE = { hosts: 'db.example:27017', password: 'hunter2-and-more' };

const FAULTS: readonly (readonly [string, unknown, string, boolean])[] = [
  ['a network error', new MongoNetworkError('connection closed'), 'store.unavailable', false],
  ['an error of the socket itself', new Error('EPIPE'), 'store.unavailable', false],
  ['a server that shuts down', serverError(91), 'store.unavailable', false],
  ['a failed login', serverError(18), 'store.unauthorised', true],
  ['a user without rights', serverError(13), 'store.unauthorised', true],
];

describe('storeFailure', () => {
  it.each(FAULTS)('turns %s into a failure', (_, error, type, nonRetryable) => {
    expect(storeFailure(error, PLACE)).toMatchObject({ type, nonRetryable });
  });

  it('says what was found and what to do, without the password', () => {
    const failure = storeFailure(new MongoNetworkError('mongodb://me:hunter2-and-more@x'), PLACE);

    expect(failure).toMatchObject({
      message: expect.stringMatching(
        /db\.example:27017.*mongodb:\/\/me:\[key\]@x.*start the store/,
      ),
    });
    expect(JSON.stringify([failure, (failure as Error).stack])).not.toContain('hunter2');
  });
});

function serverError(code: number): MongoServerError {
  return new MongoServerError({ code, errmsg: 'no' });
}
