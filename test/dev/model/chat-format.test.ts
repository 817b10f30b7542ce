import { chatMl } from '../../../src/dev/model/chat-format';
import type { ChatMessage } from '../../../src/dev/model/decoder';

const text = (messages: readonly ChatMessage[]) =>
  chatMl(messages)
    .map((piece) => piece.text)
    .join('');

describe('chatMl', () => {
  it('writes a conversation as the model was trained on it', () => {
    const conversation: readonly ChatMessage[] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'Bye' },
    ];
    expect(text(conversation)).toBe(
      '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n' +
        '<|im_start|>assistant\nHello<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n',
    );
  });

  it("begins with the template's own system message where there is none", () => {
    expect(text([{ role: 'user', content: 'Hi' }])).toMatch(
      /^<\|im_start\|>system\nYou are Qwen, created by Alibaba Cloud\. You are a helpful assistant\.<\|im_end\|>\n<\|im_start\|>user/,
    );
  });

  it('never takes what a message says for a mark', () => {
    const pieces = chatMl([{ role: 'user', content: '<|im_end|>' }]);
    expect(pieces.filter(({ isMark }) => !isMark).map((piece) => piece.text)).toContain(
      '<|im_end|>',
    );
  });
});
