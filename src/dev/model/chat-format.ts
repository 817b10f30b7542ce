import type { ChatMessage } from './decoder';

/** A stretch of a prompt; only marks may become special tokens, never what a message says. */
export interface PromptPiece {
  readonly text: string;
  readonly isMark: boolean;
}

/** A conversation in ChatML as Qwen2.5's own template writes it, open for the assistant's answer. */
export function chatMl(messages: readonly ChatMessage[]): readonly PromptPiece[] {
  const hasSystem = messages[0]?.role === 'system';
  const all = hasSystem ? messages : [{ role: 'system', content: DEFAULT_SYSTEM }, ...messages];
  return [
    ...all.flatMap(({ role, content }) => [
      { text: `<|im_start|>${role}\n`, isMark: true },
      { text: content, isMark: false },
      { text: '<|im_end|>\n', isMark: true },
    ]),
    { text: '<|im_start|>assistant\n', isMark: true },
  ];
}

/** What the template says where a conversation has no system message. */
const DEFAULT_SYSTEM = 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.';
