// The shapes that Herald sends to Slack and gets from it, by Slack's own types; JSON schemas are generated from them.
import type { AppHomeOpenedEvent, AppMentionEvent, GenericMessageEvent, HomeView, KnownBlock, LinkSharedEvent, ModalView } from "@slack/types";
import type { BlockAction, GlobalShortcut, MessageShortcut, SlashCommand, ViewSubmitAction } from "@slack/bolt";

export type MessageBlocks = KnownBlock[];
export type Modal = ModalView;
export type Home = HomeView;
export type Pressed = BlockAction;
export type Command = SlashCommand;
export type Submitted = ViewSubmitAction;
export type Shortcut = GlobalShortcut;
export type OnMessage = MessageShortcut;
export type Mention = AppMentionEvent;
export type HomeOpened = AppHomeOpenedEvent;
export type Link = LinkSharedEvent;
export type Direct = GenericMessageEvent;
