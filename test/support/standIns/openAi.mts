import { createServer } from 'node:http';
import { answer, bodyOf } from './body.mts';
import { portOf } from './web.mts';

/** A message to or from a chat model, https://platform.openai.com/docs/api-reference/chat */
interface Message {
	role: string;
	content: string | null;
	tool_calls?: Array<{ id: string; type: 'function'; function: { name: string; arguments: string } }>;
}

interface ChatRequest {
	model: string;
	messages: Message[];
	tools: Array<{ function: { name: string; description: string; parameters: { properties: Record<string, unknown> } } }>;
}

/** The chat model's next reply: call a tool with these values, or say something. */
export type Turn = { tool: string; values: Record<string, unknown> } | { say: string };

/** A stand-in for OpenAI's images and chat completions that follows a script. */
export interface OpenAi {
	url: string;
	prompts: string[];
	/** the model requested with each prompt */
	models: string[];
	/** the requests to the chat model, one for each reply */
	asked: ChatRequest[];
	/** the chat model's replies, in order */
	script: Turn[];
	close(): void;
}

/** @param picture the image returned for every prompt */
export async function openAi(picture: Buffer): Promise<OpenAi> {
	const prompts: string[] = [];
	const models: string[] = [];
	const asked: ChatRequest[] = [];
	const script: Turn[] = [];
	const server = createServer(async (request, reply) => {
		if (request.url === '/v1/images/generations') {
			const { prompt, model } = await bodyOf<{ prompt: string; model: string }>(request);
			prompts.push(prompt);
			models.push(model);
			return answer(reply, { created: 1, data: [{ b64_json: picture.toString('base64') }] });
		}
		if (request.url !== '/v1/chat/completions') return answer(reply, { error: { message: 'Unknown' } }, 404);
		const question = await bodyOf<ChatRequest>(request);
		asked.push(question);
		const turn = script.shift() ?? { say: 'The script is at its end.' };
		answer(reply, {
			id: `chatcmpl-${asked.length}`,
			object: 'chat.completion',
			created: 1,
			model: question.model,
			choices: [{ index: 0, finish_reason: 'say' in turn ? 'stop' : 'tool_calls', message: messageOf(turn, asked.length) }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return { url: `http://127.0.0.1:${portOf(server)}/v1`, prompts, models, asked, script, close: () => server.close() };
}

function messageOf(turn: Turn, number: number): Message {
	if ('say' in turn) return { role: 'assistant', content: turn.say };
	const call = { name: turn.tool, arguments: JSON.stringify(turn.values) };
	return { role: 'assistant', content: null, tool_calls: [{ id: `call_${number}`, type: 'function', function: call }] };
}
