// SPDX-License-Identifier: Apache-2.0
// The builder: triggers on top, steps below, what is chosen beside them; every key has a button, and every button a key.
import { ActionIcon, Button, Menu, Switch, Tooltip } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import {
    IconArrowBackUp,
    IconArrowForwardUp,
    IconDots,
    IconDownload,
    IconFlask,
    IconHistory,
    IconSettings,
    IconUpload,
} from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { isTyping } from '../../parts/frame/commands';
import { Chips, ListSkeleton } from '../../parts/list/list';
import { PageHead, StateMark, type Tone, Trouble } from '../../parts/page/page';
import { Panel } from '../../parts/panel';
import { FlowState } from '../../parts/workflows/marks';
import { nameIn } from '../../parts/workflows/queries';
import type { Chosen, TrialRun } from './acts';
import classes from './builder.module.css';
import { Canvas, chosenKey } from './canvas';
import {
    allSteps,
    at,
    copies,
    type Definition,
    first_list,
    indexOf,
    insert,
    listOf,
    move,
    newStep,
    type Path,
    put,
    readable,
    remove,
    slotFor,
    type Step,
} from './definition';
import { type Saving, useDraft, useHistory } from './editor';
import { Picker, type Picked } from './picker';
import { Publish } from './publish';
import { useCheck, useSwitch, useWholeCatalogue, useWorkflow } from './queries';
import { Side } from './side';
import { asText, fromText, patchedText, stepsFromText } from './text';
import { TextView } from './text_view';
import { Trial } from './trial';
import { Versions } from './versions';

type Workflow = Schemas['Workflow'];

export default function BuilderPage() {
    const { t } = useTranslation();
    const { id = '' } = useParams();
    const flow = useWorkflow(id);
    if (flow.isError)
        return (
            <>
                <PageHead title={t('flows.title')} />
                <Trouble
                    what={t('flows.one_unreadable')}
                    error={flow.error}
                    retry={() => {
                        void flow.refetch();
                    }}
                />
            </>
        );
    if (flow.data === undefined)
        return (
            <>
                <PageHead title={t('flows.title')} />
                <ListSkeleton columns="1fr" rows={6} />
            </>
        );
    return <Loaded key={id} flow={flow.data} />;
}

// A draft that was written by hand may be nothing that a canvas can show.
function Loaded({ flow }: { flow: Workflow }) {
    const [first] = useState(flow);
    const [rescued, setRescued] = useState<{ text: string; definition: Definition } | null>(null);
    const text = rescued?.text ?? first.definition ?? '';
    const definition = rescued?.definition ?? readable(fromText(text).value);
    const { t } = useTranslation();
    if (definition === null)
        return (
            <>
                <PageHead title={first.id} sentence={t('build.not_drawn')} />
                <TextView
                    id={first.id}
                    text={text}
                    apply={(next, written) => {
                        setRescued({ text: written, definition: next });
                    }}
                />
            </>
        );
    return (
        <Builder key={rescued === null ? 'first' : 'rescued'} flow={flow} stored={first.definition ?? ''} first={definition} />
    );
}

const saving_tones: Record<Saving, Tone> = { saved: 'ok', waiting: 'wait', saving: 'wait', failed: 'failed' };

let clipboard: Step[] = [];

function Builder({ flow, stored, first }: { flow: Workflow; stored: string; first: Definition }) {
    const { t, i18n } = useTranslation();
    const { definition, edit, undo, redo, can_undo, can_redo } = useHistory(first);
    const [connections, setConnections] = useState<Record<string, string> | null>(null);
    const [chosen, setChosen] = useState<Chosen | null>(null);
    const [adding, setAdding] = useState<{ list: Path; index: number } | 'trigger' | null>(null);
    const [shown, setShown] = useState<'canvas' | 'text'>('canvas');
    const [open, setOpen] = useState<'publish' | 'versions' | 'trial' | null>(null);
    const [trial, setTrial] = useState<TrialRun | null>(null);
    const turn = useSwitch();
    const catalogue = useWholeCatalogue();
    const wide = useMediaQuery('(min-width: 1100px)', window.innerWidth >= 1100, { getInitialValueInEffect: false });
    const root = useRef<HTMLDivElement>(null);

    // What is typed as text is kept as it was typed, comments and all; the canvas writes into it.
    const [base, setBase] = useState(stored);
    const text = useMemo(() => patchedText(base, definition), [base, definition]);
    const draft = useDraft(text, connections);
    const [settled] = useDebouncedValue(text, 350);
    const step_id = chosen?.what === 'step' ? (at(definition, [...chosen.path, 'id']) as string | undefined) : undefined;
    const check = useCheck(settled, step_id ?? '');
    const problems = useMemo(() => check.data?.problems ?? [], [check.data]);

    // Focus goes where the eye goes: to the card that is chosen, after it was drawn.
    const focus = useCallback((key: string) => {
        requestAnimationFrame(() => {
            root.current?.querySelector<HTMLElement>(`[data-card="${key}"]`)?.focus();
        });
    }, []);
    const choose = useCallback((next: Chosen | null) => {
        setChosen(next);
    }, []);
    const add = (picked: Picked) => {
        if (adding === null) return;
        if (adding === 'trigger') {
            if (picked.what !== 'operation') return;
            edit((before) => {
                const app = picked.operation.id === 'webhook.received' ? 'webhook' : picked.operation.profile;
                const { definition: with_slot, slot } = slotFor(before, app);
                return put(with_slot, ['triggers', with_slot.triggers.length], { on: `${slot}/${picked.operation.id}` });
            });
            choose({ what: 'trigger', index: definition.triggers.length });
        } else {
            const { list, index } = adding;
            edit((before) => {
                if (picked.what === 'kind') return insert(before, list, index, [newStep(before, picked.kind)]);
                const { definition: with_slot, slot } = slotFor(before, picked.operation.profile);
                const short = picked.operation.id.split('.')[1] ?? picked.operation.id;
                const step = newStep(with_slot, 'call', { operation: `${slot}/${picked.operation.id}`, with: {} }, short);
                return insert(with_slot, list, index, [step]);
            });
            choose({ what: 'step', path: [...list, index] });
        }
        setAdding(null);
    };
    const stepAt = (path: Path) => at(definition, path) as Step | undefined;
    const acts = {
        remove: (path: Path) => {
            const all = allSteps(definition).map((each) => each.path);
            const place = all.findIndex((each) => each.join('/') === path.join('/'));
            const before = all[place - 1];
            edit((present) => remove(present, path));
            const next: Chosen = before === undefined ? { what: 'head' } : { what: 'step', path: before };
            choose(before === undefined ? null : next);
            focus(chosenKey(next));
        },
        duplicate: (path: Path) => {
            const step = stepAt(path);
            if (step === undefined) return;
            edit((before) => insert(before, listOf(path), indexOf(path) + 1, copies(before, [step])));
            const next: Chosen = { what: 'step', path: [...listOf(path), indexOf(path) + 1] };
            choose(next);
            focus(chosenKey(next));
        },
        move: (path: Path, by: 1 | -1) => {
            const id = stepAt(path)?.id;
            const moved = move(definition, path, by);
            if (moved === definition || id === undefined) return;
            edit(() => moved);
            const place = allSteps(moved).find((each) => each.step.id === id);
            if (place === undefined) return;
            choose({ what: 'step', path: place.path });
            focus(chosenKey({ what: 'step', path: place.path }));
        },
        copy: (path: Path) => {
            const step = stepAt(path);
            if (step === undefined) return;
            clipboard = [step];
            // Where the browser lets us, other tabs and editors get it, too.
            void navigator.clipboard?.writeText(asText([step])).catch(() => undefined);
        },
        paste: (list: Path, index: number, steps: Step[] = clipboard) => {
            if (steps.length === 0) return;
            edit((before) => insert(before, list, index, copies(before, steps)));
            const next: Chosen = { what: 'step', path: [...list, index] };
            choose(next);
            focus(chosenKey(next));
        },
        can_paste: () => clipboard.length > 0,
    };
    const after = (): { list: Path; index: number } =>
        chosen?.what === 'step'
            ? { list: listOf(chosen.path), index: indexOf(chosen.path) + 1 }
            : { list: first_list, index: definition.steps.length };

    useEffect(() => {
        const pressed = (event: KeyboardEvent) => {
            if (document.querySelector('[aria-modal="true"]') !== null || shown === 'text') return;
            const command = event.ctrlKey || event.metaKey;
            const key = event.key.toLowerCase();
            const typing = isTyping(event.target);
            if (command && key === 's') {
                event.preventDefault();
                void draft.flush();
            } else if (typing) return;
            else if (command && key === 'z') {
                event.preventDefault();
                if (event.shiftKey) redo();
                else undo();
            } else if (command && key === 'y') {
                event.preventDefault();
                redo();
            } else if (command && key === 'd' && chosen?.what === 'step') {
                event.preventDefault();
                acts.duplicate(chosen.path);
            } else if (command || (event.altKey === (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') && event.altKey))
                return;
            else if (event.key === 'a' || event.key === 'Insert') {
                event.preventDefault();
                setAdding(after());
            } else if (event.key === 'Delete' && chosen?.what === 'step') {
                event.preventDefault();
                acts.remove(chosen.path);
            } else if (event.altKey && chosen?.what === 'step') {
                event.preventDefault();
                acts.move(chosen.path, event.key === 'ArrowUp' ? -1 : 1);
            } else if (event.key === 'Escape' && chosen !== null) {
                focus(chosenKey(chosen));
                choose(null);
            }
        };
        const copied = (event: ClipboardEvent) => {
            if (isTyping(event.target) || chosen?.what !== 'step' || String(window.getSelection()) !== '') return;
            const step = stepAt(chosen.path);
            if (step === undefined) return;
            event.preventDefault();
            clipboard = [step];
            event.clipboardData?.setData('text/plain', asText([step]));
            if (event.type === 'cut') acts.remove(chosen.path);
        };
        const pasted = (event: ClipboardEvent) => {
            if (isTyping(event.target) || shown === 'text') return;
            const read = stepsFromText(event.clipboardData?.getData('text/plain') ?? '');
            const probe = read === null ? null : readable({ ...definition, steps: read });
            const steps = probe === null ? clipboard : probe.steps;
            const { list, index } = after();
            acts.paste(list, index, steps);
        };
        document.addEventListener('keydown', pressed);
        document.addEventListener('copy', copied);
        document.addEventListener('cut', copied);
        document.addEventListener('paste', pasted);
        return () => {
            document.removeEventListener('keydown', pressed);
            document.removeEventListener('copy', copied);
            document.removeEventListener('cut', copied);
            document.removeEventListener('paste', pasted);
        };
    });

    const name = nameIn(definition.name, i18n.language, definition.id);
    const is_other = flow.state !== 'draft' && flow.differs;
    const show = (problem: Schemas['WorkflowProblem']) => {
        const found = allSteps(definition).find((each) => each.step.id === problem.step);
        const trigger = /^triggers\[(\d+)\]/.exec(problem.field)?.[1];
        setShown('canvas');
        if (found !== undefined) choose({ what: 'step', path: found.path });
        else if (trigger !== undefined) choose({ what: 'trigger', index: Number(trigger) });
        else choose({ what: 'head' });
    };
    const side = chosen !== null && (
        <Side
            key={chosenKey(chosen)}
            chosen={chosen}
            definition={definition}
            edit={edit}
            problems={problems}
            shapes={check.data?.fields ?? {}}
            catalogue={catalogue.data?.items ?? []}
            connections={{ ...flow.connections, ...connections }}
            choose_connection={(slot, connection) => {
                setConnections({ ...flow.connections, ...connections, [slot]: connection });
            }}
            trial={trial}
            acts={acts}
            choose={choose}
        />
    );
    return (
        <div ref={root} className={classes.builder} data-side={chosen !== null && wide}>
            <PageHead
                title={name}
                sentence={
                    <span className={classes.state}>
                        <FlowState state={flow.state} />
                        {flow.version > 0 && <span>{t('flows.version', { version: flow.version })}</span>}
                        {is_other && (
                            <StateMark tone="attention">{t('build.draft_differs', { version: flow.version })}</StateMark>
                        )}
                        <span aria-live="polite">
                            <StateMark tone={saving_tones[draft.saving]}>{t(`build.saving.${draft.saving}`)}</StateMark>
                        </span>
                    </span>
                }
                action={
                    <div className={classes.actions}>
                        {flow.state !== 'draft' && (
                            <Switch
                                label={flow.state === 'published' ? t('flows.on') : t('flows.off')}
                                aria-label={t('flows.turn', { name })}
                                checked={flow.state === 'published'}
                                disabled={turn.isPending}
                                onChange={(event) => {
                                    turn.mutate({ id: flow.id, on: event.currentTarget.checked });
                                }}
                            />
                        )}
                        <Button
                            leftSection={<IconUpload size={16} />}
                            onClick={() => {
                                void draft.flush();
                                setOpen('publish');
                            }}
                        >
                            {t('build.publish')}
                        </Button>
                    </div>
                }
            />
            {draft.saving === 'failed' && (
                <Trouble
                    what={t('build.not_saved')}
                    error={draft.error}
                    retry={() => {
                        void draft.flush();
                    }}
                />
            )}
            {turn.isError && <Trouble what={t('flows.not_turned')} error={turn.error} />}
            <div className={classes.tools} role="toolbar" aria-label={t('build.tools')}>
                <Chips
                    label={t('build.shown')}
                    chosen={shown}
                    options={[
                        { name: 'canvas', words: t('build.canvas') },
                        { name: 'text', words: 'YAML' },
                    ]}
                    choose={setShown}
                />
                <Tool word={t('build.undo')} keys="Ctrl Z" disabled={!can_undo} act={undo} Icon={IconArrowBackUp} />
                <Tool word={t('build.redo')} keys="Ctrl Shift Z" disabled={!can_redo} act={redo} Icon={IconArrowForwardUp} />
                <Tool
                    word={t('build.settings')}
                    disabled={false}
                    act={() => {
                        choose({ what: 'head' });
                    }}
                    Icon={IconSettings}
                />
                <Button
                    size="xs"
                    variant="default"
                    leftSection={<IconFlask size={14} />}
                    onClick={() => {
                        setOpen('trial');
                    }}
                >
                    {t('build.test')}
                </Button>
                <Button
                    size="xs"
                    variant="default"
                    leftSection={<IconHistory size={14} />}
                    onClick={() => {
                        setOpen('versions');
                    }}
                >
                    {t('build.versions')}
                </Button>
                <Button size="xs" variant="default" component={Link} to={`/runs?workflow=${flow.id}`}>
                    {t('runs.title')}
                </Button>
                <Menu position="bottom-end" width={300}>
                    <Menu.Target>
                        <ActionIcon aria-label={t('build.more')}>
                            <IconDots size={18} />
                        </ActionIcon>
                    </Menu.Target>
                    <Menu.Dropdown>
                        <Menu.Item
                            leftSection={<IconDownload size={14} />}
                            onClick={() => {
                                download(`${definition.id}.yaml`, text);
                            }}
                        >
                            {t('build.export')}
                        </Menu.Item>
                        <Menu.Label>{t('build.keys')}</Menu.Label>
                        {keys.map(([word, pressed]) => (
                            <div key={word} className={classes.key}>
                                <span>{t(`build.key.${word}`)}</span>
                                <kbd>{pressed}</kbd>
                            </div>
                        ))}
                    </Menu.Dropdown>
                </Menu>
            </div>
            <Problems problems={problems} is_read={check.data !== undefined} show={show} />
            {trial !== null && (
                <p className={classes.trial}>
                    <StateMark tone={trial.status === 'done' ? 'ok' : trial.status === 'failed' ? 'failed' : 'attention'}>
                        {t(`trial.status.${trial.status}`)}
                    </StateMark>
                    <span className="small dim">{t('trial.on_canvas')}</span>
                    <Button
                        size="compact-xs"
                        variant="subtle"
                        onClick={() => {
                            setTrial(null);
                        }}
                    >
                        {t('trial.clear')}
                    </Button>
                </p>
            )}
            {shown === 'text' ? (
                <TextView
                    id={definition.id}
                    text={text}
                    apply={(next, written) => {
                        setBase(written);
                        edit(() => next, 'text');
                    }}
                />
            ) : (
                <div className={classes.split}>
                    <Canvas
                        definition={definition}
                        catalogue={catalogue.data?.items ?? []}
                        problems={problems}
                        trial={trial}
                        chosen={chosen}
                        choose={choose}
                        add={setAdding}
                        acts={acts}
                    />
                    {wide && side !== false && (
                        <aside className={classes.side} aria-label={t('build.panel')}>
                            {side}
                        </aside>
                    )}
                </div>
            )}
            {!wide && (
                <Panel
                    opened={chosen !== null && shown === 'canvas'}
                    label={t('build.panel')}
                    close={() => {
                        choose(null);
                    }}
                >
                    {side}
                </Panel>
            )}
            <Picker
                opened={adding !== null}
                is_trigger={adding === 'trigger'}
                catalogue={catalogue.data?.items ?? []}
                close={() => {
                    setAdding(null);
                }}
                pick={add}
            />
            {open === 'publish' && (
                <Publish
                    flow={flow}
                    definition={definition}
                    problems={problems}
                    connections={{ ...flow.connections, ...connections }}
                    flush={draft.flush}
                    close={() => {
                        setOpen(null);
                    }}
                />
            )}
            {open === 'versions' && (
                <Versions
                    flow={flow}
                    definition={definition}
                    restore={(before) => {
                        edit(() => before);
                        setOpen(null);
                    }}
                    close={() => {
                        setOpen(null);
                    }}
                />
            )}
            {open === 'trial' && (
                <Trial
                    definition={definition}
                    text={text}
                    connections={{ ...flow.connections, ...connections }}
                    show={(run) => {
                        setTrial(run);
                    }}
                    close={() => {
                        setOpen(null);
                    }}
                />
            )}
        </div>
    );
}

const keys = [
    ['add', 'A'],
    ['walk', '↑ ↓'],
    ['open', 'Enter'],
    ['close', 'Esc'],
    ['move', 'Alt ↑ ↓'],
    ['duplicate', 'Ctrl D'],
    ['copy', 'Ctrl C / X / V'],
    ['remove', 'Delete'],
    ['undo', 'Ctrl Z'],
    ['redo', 'Ctrl Shift Z'],
    ['save', 'Ctrl S'],
] as const;

function download(name: string, text: string) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
}

function Tool({
    word,
    keys: pressed,
    disabled,
    act,
    Icon,
}: {
    word: string;
    keys?: string;
    disabled: boolean;
    act: () => void;
    Icon: typeof IconDots;
}) {
    return (
        <Tooltip label={pressed === undefined ? word : `${word} (${pressed})`}>
            <ActionIcon aria-label={word} disabled={disabled} onClick={act}>
                <Icon size={18} aria-hidden />
            </ActionIcon>
        </Tooltip>
    );
}

function Problems({
    problems,
    is_read,
    show,
}: {
    problems: Schemas['WorkflowProblem'][];
    is_read: boolean;
    show: (problem: Schemas['WorkflowProblem']) => void;
}) {
    const { t } = useTranslation();
    if (!is_read) return null;
    if (problems.length === 0)
        return (
            <p className={classes.right}>
                <StateMark tone="ok">{t('build.nothing_wrong')}</StateMark>
            </p>
        );
    return (
        <details className={classes.problems} open={problems.length <= 3}>
            <summary>
                <StateMark tone="failed">{t('flows.problems', { count: problems.length })}</StateMark>
            </summary>
            <ul>
                {problems.map((problem, number) => (
                    <li key={number}>
                        <button
                            type="button"
                            onClick={() => {
                                show(problem);
                            }}
                        >
                            <b>
                                {problem.step}
                                {problem.step !== '' && problem.field !== '' ? ' · ' : ''}
                                {problem.field}
                            </b>{' '}
                            {(problem.message || problem.title).replaceAll('`', '')}
                        </button>
                    </li>
                ))}
            </ul>
        </details>
    );
}
