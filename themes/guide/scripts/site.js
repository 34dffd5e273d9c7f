// The entry: one custom element a file. Every page works without them, and no word stands here.
import "./site_menu.js";
import "./search_button.js";
import "./contents_list.js";
import "./data_table.js";
import "./place_map.js";
