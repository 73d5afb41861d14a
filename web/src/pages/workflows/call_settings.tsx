// SPDX-License-Identifier: Apache-2.0
// The settings of a call: which operation, its declared inputs, and what happens when something goes wrong.
import { Button, NativeSelect, NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { appName } from '../../parts/apps';
import classes from './builder.module.css';
import { appOf, put } from './definition';
import { TextField, ValueField } from './field';
import { Length } from './length';
import { type KindProps, problemAt, settingText as text, useAccountOf } from './side_props';

export function Call({ step, path, set, own, entry, definition, edit, catalogue, connections }: KindProps) {
    const { t } = useTranslation();
    const account = useAccountOf(definition, connections);
    const operation = text(step, 'operation');
    const slot = operation.split('/')[0] ?? '';
    const app = appOf(definition, operation);
    const given = (step['with'] ?? {}) as Record<string, unknown>;
    const retry = (step['retry'] ?? {}) as { times?: number; wait?: string };
    const is_write = entry !== undefined && entry.effect !== 'read' && !entry.retry_is_safe;
    const choices = catalogue
        .filter((each) => each.kind !== 'trigger' && each.profile === app && each.id !== 'delay.marker')
        .map((each) => ({ value: `${slot}/${each.id}`, label: each.title }));
    const inputs = entry?.inputs ?? [];
    // Those that are rarely needed stay folded, unless something stands in them.
    const folded = inputs.filter((input) => input.advanced && given[input.name] === undefined);
    const strange = Object.keys(given).filter((name) => entry !== undefined && !inputs.some((input) => input.name === name));
    const field = (input: Schemas['Operation']['inputs'][number]) => (
        <ValueField
            key={input.name}
            input={input}
            connection={account(slot)}
            value={given[input.name]}
            error={problemAt(own, `with.${input.name}`)}
            change={(value) => {
                edit((before) => put(before, [...path, 'with', input.name], value), `${step.id}/with/${input.name}`);
            }}
        />
    );
    return (
        <>
            <NativeSelect
                label={app === 'general' ? t('build.does') : t('build.does_in', { app: appName(app) })}
                value={operation}
                error={problemAt(own, 'operation')}
                data={
                    choices.some((each) => each.value === operation)
                        ? choices
                        : [{ value: operation, label: operation }, ...choices]
                }
                onChange={(event) => {
                    set('operation', event.currentTarget.value, '');
                }}
            />
            {inputs.filter((input) => !folded.includes(input)).map(field)}
            {strange.map((name) => (
                <p key={name} className={classes.strange}>
                    <code>{name}</code> {t('build.strange')}{' '}
                    <Button
                        size="compact-xs"
                        variant="subtle"
                        onClick={() => {
                            edit((before) => put(before, [...path, 'with', name], undefined));
                        }}
                    >
                        {t('build.act.remove')}
                    </Button>
                </p>
            ))}
            {folded.length > 0 && (
                <details>
                    <summary>{t('catalogue.more', { count: folded.length })}</summary>
                    <div className={classes.stack}>{folded.map(field)}</div>
                </details>
            )}
            <details>
                <summary>{t('build.careful')}</summary>
                <div className={classes.stack}>
                    <NumberInput
                        label={t('build.retry_times')}
                        description={t('build.retry_why')}
                        min={0}
                        max={20}
                        allowDecimal={false}
                        value={retry.times ?? 5}
                        onChange={(value) => {
                            if (value !== '')
                                edit((before) => put(before, [...path, 'retry', 'times'], Number(value)), `${step.id}/retry`);
                        }}
                    />
                    <Length
                        label={t('build.retry_wait')}
                        value={retry.wait ?? '30s'}
                        error={problemAt(own, 'retry')}
                        change={(value) => {
                            edit((before) => put(before, [...path, 'retry', 'wait'], value), `${step.id}/retry`);
                        }}
                    />
                    {is_write && (
                        <NativeSelect
                            label={t('build.unclear')}
                            description={t('build.unclear_why')}
                            value={text(step, 'if_unclear') || 'ask'}
                            data={(['ask', 'fail', 'look'] as const).map((value) => ({
                                value,
                                label: t(`build.unclear_${value}`),
                            }))}
                            onChange={(event) => {
                                const { value } = event.currentTarget;
                                edit((before) => {
                                    const next = put(before, [...path, 'if_unclear'], value);
                                    const has_look = step['look'] !== undefined;
                                    return value === 'look' && !has_look
                                        ? put(next, [...path, 'look'], { operation: '', with: {}, found: '' })
                                        : next;
                                });
                            }}
                        />
                    )}
                    {text(step, 'if_unclear') === 'look' && (
                        <Look
                            step={step}
                            path={path}
                            own={own}
                            definition={definition}
                            edit={edit}
                            catalogue={catalogue}
                            account={account}
                        />
                    )}
                </div>
            </details>
        </>
    );
}

function Look({
    step,
    path,
    own,
    definition,
    edit,
    catalogue,
    account,
}: Pick<KindProps, 'step' | 'path' | 'own' | 'definition' | 'edit' | 'catalogue'> & { account: (slot: string) => string }) {
    const { t } = useTranslation();
    const look = (step['look'] ?? {}) as { operation?: string; with?: Record<string, unknown>; found?: string; output?: unknown };
    const slots = Object.entries(definition.connections ?? {});
    const choices = slots.flatMap(([slot, { app }]) =>
        catalogue
            .filter((each) => each.profile === app && each.kind !== 'trigger' && each.effect === 'read')
            .map((each) => ({ value: `${slot}/${each.id}`, label: `${appName(app)}: ${each.title}` })),
    );
    const write = (setting: string, value: unknown) => {
        edit((before) => put(before, [...path, 'look', setting], value), `${step.id}/look/${setting}`);
    };
    const operation = look.operation ?? '';
    const slot = operation.split('/')[0] ?? '';
    return (
        <fieldset className={classes.condition}>
            <legend>{t('build.look')}</legend>
            <NativeSelect
                label={t('build.look_by')}
                value={operation}
                error={problemAt(own, 'look.operation')}
                data={[
                    { value: '', label: '–' },
                    ...choices,
                    ...(operation === '' || choices.some((each) => each.value === operation)
                        ? []
                        : [{ value: operation, label: operation }]),
                ]}
                onChange={(event) => {
                    write('operation', event.currentTarget.value);
                }}
            />
            <ValueField
                input={{
                    name: 'with',
                    type: 'object',
                    place: 'body',
                    label: t('build.look_with'),
                    help: '',
                    required: false,
                    advanced: false,
                    choices: null,
                    choices_from: null,
                    sample: null,
                    default: null,
                }}
                connection={account(slot)}
                value={look.with}
                error={problemAt(own, 'look.with')}
                change={(value) => {
                    write('with', value);
                }}
            />
            <TextField
                label={t('build.look_found')}
                bare
                error={problemAt(own, 'look.found')}
                value={look.found ?? ''}
                change={(value) => {
                    write('found', value);
                }}
            />
            <TextField
                label={t('build.look_output')}
                error={problemAt(own, 'look.output')}
                value={
                    typeof look.output === 'string' ? look.output : look.output === undefined ? '' : JSON.stringify(look.output)
                }
                change={(value) => {
                    write('output', value === '' ? undefined : value);
                }}
            />
        </fieldset>
    );
}
