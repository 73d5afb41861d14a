// SPDX-License-Identifier: Apache-2.0
// The form of an entry, made from its declared inputs, and what came of running it.
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { IconDownload, IconEye, IconPlayerPlay } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useConnections } from '../../api/queries';
import { general, useChoices, useRun } from '../../parts/catalogue/queries';
import { connectionName } from '../../parts/current_sync';
import { StateMark, type Tone, Trouble } from '../../parts/page/page';
import classes from './catalogue.module.css';
import { choicesIn, type Input, isLines, isWide, type Problem, readInputs, typed } from '../../parts/catalogue/values';

type Result = Schemas['RunResult'];
const tones: Record<Result['outcome'], Tone> = {
    done: 'ok',
    refused: 'failed',
    retry_later: 'wait',
    unknown: 'attention',
    not_sent: 'off',
};

export function RunForm({ operation, connection }: { operation: Schemas['Operation']; connection: string }) {
    const { t } = useTranslation();
    const [texts, setTexts] = useState<Record<string, string>>({});
    const [problems, setProblems] = useState<Record<string, Problem>>({});
    const [understood, setUnderstood] = useState(false);
    const run = useRun();
    const is_final = operation.side_effects.includes('cannot_be_undone');
    // Nobody described what it sets off, or it cannot be undone.
    const asks = is_final || operation.side_effects.includes('effects_unknown');
    const { inputs } = operation;
    const send = (dry_run: boolean) => {
        const read = readInputs(inputs, texts);
        setProblems(read.problems);
        if (Object.keys(read.problems).length === 0)
            run.mutate({
                connection,
                operation: operation.id,
                input: { inputs: read.inputs, dry_run, confirm: asks && understood },
            });
    };
    const submit = (event: FormEvent) => {
        event.preventDefault();
        send(false);
    };
    const field = (input: Input) => (
        <Field
            key={input.name}
            input={input}
            connection={connection}
            text={texts[input.name] ?? ''}
            problem={problems[input.name]}
            set={(text) => {
                setTexts((before) => ({ ...before, [input.name]: text }));
            }}
        />
    );
    const folded = inputs.filter((input) => input.advanced);
    return (
        <form onSubmit={submit} className={classes.form} noValidate>
            {inputs.filter((input) => !input.advanced).map(field)}
            {folded.length > 0 && (
                <details className={classes.more} open={folded.some((input) => input.name in problems) ? true : undefined}>
                    <summary>{t('catalogue.more', { count: folded.length })}</summary>
                    <div className={classes.form}>{folded.map(field)}</div>
                </details>
            )}
            {asks && (
                <Checkbox
                    label={is_final ? t('catalogue.understood') : t('catalogue.understood_unknown')}
                    checked={understood}
                    onChange={(event) => {
                        setUnderstood(event.currentTarget.checked);
                    }}
                />
            )}
            <div className={classes.buttons}>
                <Button
                    type="submit"
                    leftSection={<IconPlayerPlay size={16} />}
                    loading={run.isPending}
                    disabled={asks && !understood}
                >
                    {t('catalogue.run')}
                </Button>
                {(connection !== general || operation.side_effects.length > 0) && (
                    <Button
                        variant="default"
                        leftSection={<IconEye size={16} />}
                        disabled={run.isPending}
                        onClick={() => {
                            send(true);
                        }}
                    >
                        {t('catalogue.look')}
                    </Button>
                )}
                {inputs.some((input) => input.sample !== null) && (
                    <Button
                        variant="subtle"
                        onClick={() => {
                            setTexts(
                                Object.fromEntries(
                                    inputs.filter((input) => !input.advanced).map((input) => [input.name, typed(input)]),
                                ),
                            );
                        }}
                    >
                        {t('catalogue.examples')}
                    </Button>
                )}
            </div>
            {run.isError && <Trouble what={t('catalogue.not_run')} error={run.error} />}
            {run.data !== undefined && !run.isPending && <Came result={run.data} />}
        </form>
    );
}

function Field({
    input,
    connection,
    text,
    problem,
    set,
}: {
    input: Input;
    connection: string;
    text: string;
    problem: Problem | undefined;
    set: (text: string) => void;
}) {
    const { t } = useTranslation();
    const choices = useChoices(connection, input.choices_from);
    const { label, help, required, sample } = input;
    const shown = {
        label,
        required,
        description:
            [help, isLines(input) ? t('catalogue.one_a_line') : isWide(input) ? t('catalogue.as_json') : '']
                .filter((each) => each !== '')
                .join(' ') || undefined,
        error: problem === undefined ? undefined : t(`catalogue.problem.${problem}`),
        value: text,
    };
    const example = sample === null || sample === undefined ? undefined : t('catalogue.such_as', { example: typed(input) });
    // With whose credential a request of one's own goes out.
    if (connection === general && input.name === 'connection') return <ChosenConnection shown={shown} set={set} />;
    if (input.choices !== null || input.type === 'boolean') {
        const options =
            input.choices === null
                ? [
                      { value: 'true', label: t('catalogue.yes') },
                      { value: 'false', label: t('catalogue.no') },
                  ]
                : input.choices.map((each) => ({ value: String(each), label: String(each) }));
        return (
            <NativeSelect
                {...shown}
                data={[{ value: '', label: '–' }, ...options]}
                onChange={(event) => {
                    set(event.currentTarget.value);
                }}
            />
        );
    }
    // An example of several lines asks for several lines.
    if (isWide(input) || (typeof sample === 'string' && sample.includes('\n')))
        return (
            <Textarea
                {...shown}
                autosize
                minRows={2}
                maxRows={8}
                placeholder={example}
                spellCheck={false}
                onChange={(event) => {
                    set(event.currentTarget.value);
                }}
            />
        );
    const from = input.choices_from;
    if (from === null || from === undefined)
        return (
            <TextInput
                {...shown}
                placeholder={example}
                inputMode={input.type === 'string' ? 'text' : 'decimal'}
                onChange={(event) => {
                    set(event.currentTarget.value);
                }}
            />
        );
    const found = choices.data === undefined ? [] : choicesIn(choices.data.reply.body, from);
    return (
        <div className={classes.chosen}>
            {found.length === 0 ? (
                <TextInput
                    {...shown}
                    placeholder={example}
                    onChange={(event) => {
                        set(event.currentTarget.value);
                    }}
                />
            ) : (
                <NativeSelect
                    {...shown}
                    data={[
                        { value: '', label: '–' },
                        ...found.map((each) => ({
                            value: each.value,
                            label: each.label === each.value ? each.value : `${each.label} (${each.value})`,
                        })),
                        ...(text === '' || found.some((each) => each.value === text) ? [] : [{ value: text, label: text }]),
                    ]}
                    onChange={(event) => {
                        set(event.currentTarget.value);
                    }}
                />
            )}
            <Button
                size="xs"
                variant="subtle"
                leftSection={<IconDownload size={14} />}
                loading={choices.isFetching}
                aria-label={t('catalogue.load_for', { label })}
                onClick={() => {
                    void choices.refetch();
                }}
            >
                {t('catalogue.load')}
            </Button>
            {choices.isError && <Trouble what={t('catalogue.no_choices')} error={choices.error} />}
            {choices.data !== undefined && !choices.isFetching && found.length === 0 && (
                <p className="small dim" role="status">
                    {choices.data.error === null ? t('catalogue.choices_empty') : choices.data.error.message}
                </p>
            )}
        </div>
    );
}

function ChosenConnection({ shown, set }: { shown: { label: string; value: string }; set: (text: string) => void }) {
    const { t } = useTranslation();
    const connections = useConnections();
    const usable = connections.data?.items.filter((each) => each.state !== 'disabled') ?? [];
    return (
        <NativeSelect
            {...shown}
            data={[
                { value: '', label: t('catalogue.without') },
                ...usable.map((each) => ({ value: each.id, label: connectionName(each) })),
            ]}
            onChange={(event) => {
                set(event.currentTarget.value);
            }}
        />
    );
}

function Came({ result }: { result: Result }) {
    const { t } = useTranslation();
    const { outcome, request, reply, error } = result;
    return (
        <section className={classes.came} aria-live="polite">
            <p>
                <StateMark tone={tones[outcome]}>{t(`catalogue.outcome.${outcome}`)}</StateMark>
                {reply.status > 0 && <span className="dim"> HTTP {reply.status}</span>}
            </p>
            {error !== null && (
                <div className={classes.error}>
                    <b>{error.title}</b>
                    <p>{error.message}</p>
                    {reply.message !== '' && <p>{t('catalogue.app_says', { words: reply.message })}</p>}
                    {error.remedy !== '' && <p className="small">{error.remedy}</p>}
                </div>
            )}
            {request.method !== '' && <h4>{t('catalogue.request')}</h4>}
            {request.method !== '' && (
                <pre tabIndex={0} aria-label={t('catalogue.request')}>
                    {[
                        `${request.method} ${request.url}`,
                        ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`),
                        ...(request.body === null ? [] : ['', JSON.stringify(request.body, null, 2)]),
                    ].join('\n')}
                </pre>
            )}
            {outcome !== 'not_sent' && (
                <>
                    <h4>{request.method === '' ? t('catalogue.result') : t('catalogue.reply')}</h4>
                    <pre tabIndex={0} aria-label={t('catalogue.reply')}>
                        {reply.body === null ? '–' : JSON.stringify(reply.body, null, 2)}
                    </pre>
                </>
            )}
        </section>
    );
}
