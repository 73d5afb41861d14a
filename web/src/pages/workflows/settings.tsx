// SPDX-License-Identifier: Apache-2.0
// The settings of each kind of step.
import { ActionIcon, Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { appName } from '../../parts/apps';
import classes from './builder.module.css';
import { ConditionField } from './condition_field';
import { allSteps, operationOf, put, type Step } from './definition';
import { TextField } from './field';
import { Call } from './call_settings';
import { Length } from './length';
import { type KindProps, problemAt, settingText as text } from './side_props';

export function KindSettings(props: KindProps) {
    const { step, set, own } = props;
    const { t } = useTranslation();
    switch (step.do) {
        case 'call':
            return <Call {...props} />;
        case 'if':
            return (
                <ConditionField
                    label={t('build.condition')}
                    help={t('build.condition_why')}
                    required
                    value={text(step, 'when')}
                    error={problemAt(own, 'when')}
                    change={(value) => {
                        set('when', value);
                    }}
                />
            );
        case 'switch':
            return <Cases {...props} />;
        case 'wait':
            return (
                <Length
                    label={t('build.wait_for')}
                    value={text(step, 'for')}
                    error={problemAt(own, 'for')}
                    change={(value) => {
                        set('for', value);
                    }}
                />
            );
        case 'wait_until':
            return <WaitUntil {...props} />;
        case 'wait_for_event':
            return <WaitForEvent {...props} />;
        case 'loop':
            return <Loop {...props} />;
        case 'parallel':
            return <Branches {...props} />;
        case 'set':
            return <Values {...props} />;
        case 'stop':
            return (
                <>
                    <NativeSelect
                        label={t('build.result')}
                        value={text(step, 'result') || 'done'}
                        data={[
                            { value: 'done', label: t('runs.status.done') },
                            { value: 'failed', label: t('runs.status.failed') },
                        ]}
                        onChange={(event) => {
                            set('result', event.currentTarget.value);
                        }}
                    />
                    <TextField
                        label={t('build.because')}
                        error={problemAt(own, 'because')}
                        value={text(step, 'because')}
                        change={(value) => {
                            set('because', value === '' ? undefined : value);
                        }}
                    />
                </>
            );
        case 'go_to':
            return <GoTo {...props} />;
    }
}

function Cases({ step, path, set, own, edit }: KindProps) {
    const { t } = useTranslation();
    const cases = (step['cases'] ?? []) as { is: unknown; steps: Step[] }[];
    return (
        <>
            <TextField
                label={t('build.value')}
                required
                error={problemAt(own, 'value')}
                value={text(step, 'value')}
                change={(value) => {
                    set('value', value);
                }}
            />
            {cases.map((each, number) => (
                <div key={number} className={classes.pair}>
                    <TextInput
                        label={t('build.case', { number: number + 1 })}
                        value={typeof each.is === 'string' ? each.is : JSON.stringify(each.is)}
                        onChange={(event) => {
                            const { value } = event.currentTarget;
                            edit((before) => put(before, [...path, 'cases', number, 'is'], value), `${step.id}/case/${number}`);
                        }}
                    />
                    <ActionIcon
                        aria-label={t('build.remove_case', { number: number + 1 })}
                        disabled={cases.length < 2}
                        onClick={() => {
                            set(
                                'cases',
                                cases.filter((_, place) => place !== number),
                                '',
                            );
                        }}
                    >
                        <IconTrash size={16} aria-hidden />
                    </ActionIcon>
                </div>
            ))}
            <div>
                <Button
                    size="compact-sm"
                    variant="default"
                    leftSection={<IconPlus size={14} />}
                    onClick={() => {
                        set('cases', [...cases, { is: '', steps: [] }], '');
                    }}
                >
                    {t('build.add_case')}
                </Button>
            </div>
        </>
    );
}

function WaitUntil({ step, set, own }: KindProps) {
    const { t } = useTranslation();
    return (
        <>
            <TextField
                label={t('build.until')}
                help={t('build.until_why')}
                required
                error={problemAt(own, 'time')}
                value={text(step, 'time')}
                change={(value) => {
                    set('time', value);
                }}
            />
            <Length
                label={t('build.offset')}
                signed
                error={problemAt(own, 'offset')}
                value={text(step, 'offset')}
                change={(value) => {
                    set('offset', value === '' ? undefined : value);
                }}
            />
            <NativeSelect
                label={t('build.if_past')}
                value={text(step, 'if_past') || 'go_on'}
                data={[
                    { value: 'go_on', label: t('build.if_past_go_on') },
                    { value: 'fail', label: t('build.if_past_fail') },
                ]}
                onChange={(event) => {
                    set('if_past', event.currentTarget.value);
                }}
            />
        </>
    );
}

function WaitForEvent({ step, set, own, definition, catalogue }: KindProps) {
    const { t } = useTranslation();
    const choices = Object.entries(definition.connections ?? {}).flatMap(([slot, { app }]) =>
        app === 'webhook'
            ? [{ value: `${slot}/webhook.received`, label: `${t('templates.address')} (${slot})` }]
            : catalogue
                  .filter((each) => each.kind === 'trigger' && each.profile === app)
                  .map((each) => ({ value: `${slot}/${each.id}`, label: `${appName(app)}: ${each.title}` })),
    );
    const on = text(step, 'on');
    return (
        <>
            <NativeSelect
                label={t('build.event')}
                description={choices.length === 0 ? t('build.event_none') : undefined}
                required
                error={problemAt(own, 'on')}
                value={on}
                data={[
                    { value: '', label: '–' },
                    ...choices,
                    ...(on === '' || choices.some((each) => each.value === on) ? [] : [{ value: on, label: operationOf(on) }]),
                ]}
                onChange={(event) => {
                    set('on', event.currentTarget.value);
                }}
            />
            <TextField
                label={t('build.event_when')}
                help={t('build.event_when_why')}
                bare
                error={problemAt(own, 'when')}
                value={text(step, 'when')}
                change={(value) => {
                    set('when', value === '' ? undefined : value);
                }}
            />
            <Length
                label={t('build.wait_most')}
                error={problemAt(own, 'at_most')}
                value={text(step, 'at_most')}
                change={(value) => {
                    set('at_most', value);
                }}
            />
        </>
    );
}

function Loop({ step, set, own }: KindProps) {
    const { t } = useTranslation();
    return (
        <>
            <TextField
                label={t('build.over')}
                help={t('build.over_why')}
                required
                error={problemAt(own, 'over')}
                value={text(step, 'over')}
                change={(value) => {
                    set('over', value);
                }}
            />
            <TextInput
                label={t('build.item')}
                description={t('build.item_why')}
                required
                spellCheck={false}
                error={problemAt(own, 'as')}
                value={text(step, 'as')}
                onChange={(event) => {
                    set('as', event.currentTarget.value);
                }}
            />
            <NumberInput
                label={t('build.items_most')}
                min={1}
                max={5_000}
                allowDecimal={false}
                value={typeof step['at_most'] === 'number' ? step['at_most'] : 1_000}
                onChange={(value) => {
                    if (value !== '') set('at_most', Number(value));
                }}
            />
            <NativeSelect
                label={t('build.if_item_fails')}
                value={text(step, 'if_fails') || 'stop'}
                data={[
                    { value: 'stop', label: t('build.item_fails_stop') },
                    { value: 'go_on', label: t('build.item_fails_go_on') },
                ]}
                onChange={(event) => {
                    set('if_fails', event.currentTarget.value);
                }}
            />
        </>
    );
}

function Branches({ step, path, set, edit }: KindProps) {
    const { t } = useTranslation();
    const branches = (step['branches'] ?? []) as { name?: string; steps: Step[] }[];
    return (
        <>
            {branches.map((each, number) => (
                <div key={number} className={classes.pair}>
                    <TextInput
                        label={t('build.branch_name', { number: number + 1 })}
                        value={each.name ?? ''}
                        maxLength={100}
                        onChange={(event) => {
                            const { value } = event.currentTarget;
                            edit(
                                (before) => put(before, [...path, 'branches', number, 'name'], value === '' ? undefined : value),
                                `${step.id}/branch/${number}`,
                            );
                        }}
                    />
                    <ActionIcon
                        aria-label={t('build.remove_branch', { number: number + 1 })}
                        disabled={branches.length < 3}
                        onClick={() => {
                            set(
                                'branches',
                                branches.filter((_, place) => place !== number),
                                '',
                            );
                        }}
                    >
                        <IconTrash size={16} aria-hidden />
                    </ActionIcon>
                </div>
            ))}
            <div>
                <Button
                    size="compact-sm"
                    variant="default"
                    leftSection={<IconPlus size={14} />}
                    disabled={branches.length >= 20}
                    onClick={() => {
                        set('branches', [...branches, { name: String(branches.length + 1), steps: [] }], '');
                    }}
                >
                    {t('build.add_branch')}
                </Button>
            </div>
        </>
    );
}

// Names and values. A name is stored when the typing leaves the field, so that half a word takes no other value's place.
function Values({ step, path, set, own, edit }: KindProps) {
    const { t } = useTranslation();
    const values = (step['values'] ?? {}) as Record<string, unknown>;
    const [taken, setTaken] = useState('');
    const names = Object.keys(values);
    return (
        <>
            {names.map((name) => (
                <div key={name} className={classes.pair}>
                    <div className={classes.stack}>
                        <TextInput
                            label={t('build.value_name')}
                            defaultValue={name}
                            spellCheck={false}
                            error={taken === name ? t('build.value_taken') : undefined}
                            onBlur={(event) => {
                                const wanted = event.currentTarget.value.trim();
                                if (wanted === name) return;
                                if (wanted === '' || wanted in values) {
                                    setTaken(name);
                                    return;
                                }
                                setTaken('');
                                set(
                                    'values',
                                    Object.fromEntries(
                                        Object.entries(values).map(([each, value]) => [each === name ? wanted : each, value]),
                                    ),
                                    '',
                                );
                            }}
                        />
                        <TextField
                            label={t('build.value')}
                            error={problemAt(own, `values.${name}`)}
                            value={typeof values[name] === 'string' ? values[name] : JSON.stringify(values[name])}
                            change={(value) => {
                                const is_plain = typeof values[name] !== 'string' && /^(-?\d+(\.\d+)?|true|false)$/.test(value);
                                edit(
                                    (before) =>
                                        put(before, [...path, 'values', name], is_plain ? (JSON.parse(value) as unknown) : value),
                                    `${step.id}/values/${name}`,
                                );
                            }}
                        />
                    </div>
                    <ActionIcon
                        aria-label={t('build.remove_value', { name })}
                        disabled={names.length < 2}
                        onClick={() => {
                            edit((before) => put(before, [...path, 'values', name], undefined));
                        }}
                    >
                        <IconTrash size={16} aria-hidden />
                    </ActionIcon>
                </div>
            ))}
            <div>
                <Button
                    size="compact-sm"
                    variant="default"
                    leftSection={<IconPlus size={14} />}
                    onClick={() => {
                        let number = names.length + 1;
                        while (`value_${number}` in values) ++number;
                        set('values', { ...values, [`value_${number}`]: '' }, '');
                    }}
                >
                    {t('build.add_value')}
                </Button>
            </div>
        </>
    );
}

function GoTo({ step, set, own, definition }: KindProps) {
    const { t } = useTranslation();
    const targets = allSteps(definition)
        .map((each) => each.step.id)
        .filter((id) => id !== step.id);
    return (
        <>
            <NativeSelect
                label={t('build.target')}
                value={text(step, 'step')}
                error={problemAt(own, 'step')}
                data={targets.includes(text(step, 'step')) ? targets : [text(step, 'step'), ...targets]}
                onChange={(event) => {
                    set('step', event.currentTarget.value);
                }}
            />
            <NumberInput
                label={t('build.jumps_most')}
                description={t('build.jumps_why')}
                min={1}
                max={1_000}
                allowDecimal={false}
                error={problemAt(own, 'at_most')}
                value={typeof step['at_most'] === 'number' ? step['at_most'] : ''}
                onChange={(value) => {
                    set('at_most', value === '' ? undefined : Number(value));
                }}
            />
        </>
    );
}
