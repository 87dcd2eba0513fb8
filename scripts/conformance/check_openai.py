"""Holds the chat API of the sandbox against the `openai` client."""

import time

import openai

from harness import raises, run, sandbox, stats

MODEL = "deepseek/deepseek-r1"
MESSAGES = [{"role": "user", "content": "What is love?"}]


def client(environment, **settings):
    settings = {"api_key": environment["OPENROUTER_API_KEY"], "max_retries": 0, "timeout": 10} | settings
    return openai.OpenAI(base_url=environment["OPENROUTER_BASE_URL"], **settings)


def ask(api, **settings):
    return api.chat.completions.create(**({"model": MODEL, "messages": MESSAGES, "seed": 7} | settings))


def join(stream):
    """Content, trace, finish reason and usage of a stream."""
    content, trace, finish, usage = "", "", None, None
    for chunk in stream:
        usage = chunk.usage or usage
        for choice in chunk.choices:
            content += choice.delta.content or ""
            trace += getattr(choice.delta, "reasoning", None) or ""
            finish = choice.finish_reason or finish
    return content, trace, finish, usage


def plain():
    with sandbox() as environment:
        done = ask(client(environment), extra_body={"reasoning": {"enabled": True}})
        message = done.choices[0].message
        assert done.id.startswith("gen-") and done.model == MODEL and done.object == "chat.completion"
        assert done.choices[0].finish_reason == "stop" and message.role == "assistant"
        assert "synthetic" in message.content and message.reasoning
        assert message.reasoning_details[0]["text"] == message.reasoning
        assert "synthetic" in done.provider
        assert done.usage.total_tokens == done.usage.prompt_tokens + done.usage.completion_tokens
        assert 0 < done.usage.completion_tokens_details.reasoning_tokens < done.usage.completion_tokens
        assert done.usage.cost > 0


def streaming():
    with sandbox("--latency-ms", "50") as environment:
        api = client(environment)
        whole = ask(api)
        content, trace, finish, usage = join(
            ask(api, stream=True, stream_options={"include_usage": True})
        )
        assert content == whole.choices[0].message.content
        assert trace == whole.choices[0].message.reasoning
        assert finish == "stop" and usage.total_tokens == whole.usage.total_tokens
        assert stats(environment)["streams"] == {
            "started": 1, "finished": 1, "broken": 0, "abandoned": 0,
        }


def harmless_oddities():
    faults = ["comments", "crlf", "split", "blank-lines", "unknown-fields", "usage-on-choice", "no-done"]
    with sandbox("--faults", ",".join(f"chat/{name}#{n + 2}" for n, name in enumerate(faults))) as environment:
        api = client(environment)
        whole = ask(api)
        for name in faults:
            content, trace, finish, usage = join(ask(api, stream=True))
            assert content == whole.choices[0].message.content, name
            assert trace == whole.choices[0].message.reasoning, name
            assert finish == "stop" and usage, name
    with sandbox("--faults", "chat/blank-lines") as environment:
        assert ask(client(environment)).choices[0].finish_reason == "stop"


def models():
    with sandbox() as environment:
        listed = {model.id: model for model in client(environment).models.list()}
        assert listed[MODEL].pricing["prompt"] == "0.0000007"
        assert listed[MODEL].context_length == 163840


def refusals():
    with sandbox() as environment:
        wrong = client(environment, api_key="wrong")
        assert raises(openai.AuthenticationError, lambda: ask(wrong)).status_code == 401
        api = client(environment)
        error = raises(openai.NotFoundError, lambda: ask(api, model=MODEL + ":free"))
        assert "No endpoints found" in error.message
        error = raises(openai.BadRequestError, lambda: ask(api, model="gpt-7"))
        assert error.body["code"] == 400 and "not a valid model ID" in error.body["message"]
        raises(openai.BadRequestError, lambda: ask(api, max_tokens=0))


def statuses():
    kinds = {
        "400": openai.BadRequestError, "401": openai.AuthenticationError,
        "402": openai.APIStatusError, "403": openai.PermissionDeniedError,
        "404": openai.NotFoundError, "408": openai.APIStatusError, "409": openai.ConflictError,
        "410": openai.APIStatusError, "413": openai.APIStatusError,
        "422": openai.UnprocessableEntityError, "429": openai.RateLimitError,
        "500": openai.InternalServerError, "502-html": openai.InternalServerError,
        "503": openai.InternalServerError, "504": openai.InternalServerError,
        "524": openai.InternalServerError, "529": openai.InternalServerError,
    }
    with sandbox("--faults", ",".join(f"chat/{name}#{n + 1}" for n, name in enumerate(kinds))) as environment:
        api = client(environment)
        for name, kind in kinds.items():
            error = raises(kind, lambda: ask(api))
            assert error.status_code == int(name[:3]), name


def connections():
    with sandbox("--faults", "chat/reset#1,chat/cut#2,chat/hang#3,chat/cut#4") as environment:
        api = client(environment, timeout=1)
        raises(openai.APIConnectionError, lambda: ask(api))
        raises(openai.APIConnectionError, lambda: ask(api))
        raises(openai.APITimeoutError, lambda: ask(api))
        stream = ask(api, stream=True)
        raises(openai.APIConnectionError, lambda: join(stream))
        assert stats(environment)["streams"]["broken"] == 1


def retries():
    with sandbox("--faults", "chat/429#1,chat/503-retry#2") as environment:
        begin = time.monotonic()
        assert ask(client(environment, max_retries=2)).choices[0].finish_reason == "stop"
        assert time.monotonic() - begin >= 2, "two waits of a second"
        seen = stats(environment)
        assert seen["retries"] == 2 and seen["retried_too_early"] == 0, seen
        assert seen["by_status"] == {"200": 1, "429": 1, "503": 1}, seen


def limit():
    with sandbox("--rpm", "2") as environment:
        api = client(environment)
        ask(api), ask(api)
        error = raises(openai.RateLimitError, lambda: ask(api))
        assert 55 <= int(error.response.headers["retry-after"]) <= 60
        assert error.response.headers["x-ratelimit-remaining"] == "0"


def errors_in_band():
    faults = "chat/error-200#1,chat/choice-error#2,chat/stream-error#3,chat/stream-error-text#4,chat/eof#5"
    with sandbox("--faults", faults) as environment:
        api = client(environment)
        done = ask(api)
        assert done.choices is None and done.error["code"] == 502
        done = ask(api)
        assert done.choices[0].finish_reason == "error" and done.choices[0].error["code"] == 502
        raises(openai.APIError, lambda: join(ask(api, stream=True)))
        raises(openai.APIError, lambda: join(ask(api, stream=True)))
        content, trace, finish, usage = join(ask(api, stream=True))
        assert trace and finish is None and usage is None


def answers():
    faults = "chat/length#1,chat/null-content#2,chat/refusal#3,chat/no-trace#4,chat/no-usage#5"
    with sandbox("--faults", faults) as environment:
        api = client(environment)
        assert ask(api).choices[0].finish_reason == "length"
        assert ask(api).choices[0].message.content is None
        refused = ask(api).choices[0]
        assert refused.finish_reason == "content_filter" and refused.message.refusal
        assert not hasattr(ask(api).choices[0].message, "reasoning")
        assert ask(api).usage is None


def places():
    for place, field in [("reasoning-content", "reasoning_content"), ("thinking", "thinking")]:
        with sandbox("--trace", place) as environment:
            assert getattr(ask(client(environment)).choices[0].message, field), place
    with sandbox("--trace", "inline") as environment:
        assert ask(client(environment)).choices[0].message.content.startswith("<think>\n")


if __name__ == "__main__":
    run(
        plain, streaming, harmless_oddities, models, refusals, statuses, connections, retries, limit,
        errors_in_band, answers, places,
    )
