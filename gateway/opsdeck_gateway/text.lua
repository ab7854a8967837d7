-- Text as it goes over the wire: percent-encoded, UTF-8, JSON.

local ESCAPES = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

-- grpc-message and paths are percent-encoded.
local function decoded(text)
  return (text:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- For each first byte: how many follow, and the bounds of the second (Unicode, table 3-7).
local function following(byte)
  if byte < 0x80 then return 0 end
  if byte >= 0xC2 and byte <= 0xDF then return 1, 0x80, 0xBF end
  if byte == 0xE0 then return 2, 0xA0, 0xBF end
  if byte == 0xED then return 2, 0x80, 0x9F end
  if byte >= 0xE1 and byte <= 0xEF then return 2, 0x80, 0xBF end
  if byte == 0xF0 then return 3, 0x90, 0xBF end
  if byte >= 0xF1 and byte <= 0xF3 then return 3, 0x80, 0xBF end
  if byte == 0xF4 then return 3, 0x80, 0x8F end
  return nil
end

local function is_utf8(text)
  local at = 1
  while at <= #text do
    local count, low, high = following(text:byte(at))
    if not count then return false end
    for offset = 1, count do
      local byte = text:byte(at + offset)
      if not byte or byte < low or byte > high then return false end
      low, high = 0x80, 0xBF
    end
    at = at + count + 1
  end
  return true
end

local function quoted(text)
  if not is_utf8(text) then text = text:gsub("[\128-\255]", "?") end
  return '"' .. text:gsub('[%c"\\]', function(c)
    return ESCAPES[c] or string.format("\\u%04x", c:byte())
  end) .. '"'
end
