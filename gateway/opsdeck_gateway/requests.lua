-- What is refused before it goes on: pages that may not call, and what the transcoder or the server
-- would misread. For REST and for WebSockets; for gRPC only the pages.

-- Whether a page of this origin may call: the port's own, and those that are set. Such a page
-- could send a form or plain text without asking first, which the transcoder would read, and open
-- a WebSocket, for which no browser asks first.
local function may_call(handle, origin, host)
  if host and origin:gsub("^%a[%w+.-]*://", "") == host then return true end
  local any_port = origin:gsub(":%d+$", "") .. ":*"
  for _, allowed in ipairs(handle:virtualHost():metadata():get("origins") or {}) do
    if allowed == origin or allowed == any_port then return true end
  end
  return false
end

-- What gRPC takes for its own, or cannot carry: the server would refuse the whole call, as a fault.
-- Nothing of it means anything over REST.
local function remove_uncarried(headers)
  local names = {}
  for name in pairs(headers) do
    local own = name:sub(1, 5) == "grpc-" or name:sub(-4) == "-bin"
    if own or name:find("[^%w:._-]") then names[#names + 1] = name end
  end
  for _, name in ipairs(names) do headers:remove(name) end
end

-- The fields that paths hold, in both spellings. The transcoder would let one in the query win.
local IN_PATHS = { id = true, session_id = true, sessionId = true }

-- The parameter that names what the path names already, if there is one. A path of one piece names
-- a list, for which such a parameter is unknown, and as such passed over.
local function rival_of_path(path, query)
  if not path:find("^/[^/]+/.") then return nil end
  for parameter in query:gmatch("[^&]+") do
    -- The transcoder takes dots for steps into a message, and empty steps for none.
    local name = decoded(parameter:match("^[^=]*")):gsub("%.", "")
    if IN_PATHS[name] then return name end
  end
  return nil
end

-- Returns the status and the text of a refusal, or nothing.
local function refusal(handle, headers, grpc)
  local method = headers:get(":method")
  local origin = headers:get("origin")
  local reads = method == "GET" or method == "HEAD" or method == "OPTIONS"
  if origin and (not reads or headers:get("upgrade"))
    and not may_call(handle, origin, headers:get(":authority")) then
    return "403", "pages of " .. origin .. " may not call this server"
  end
  if grpc then return end

  -- A caller that means gRPC, as nobody here speaks it.
  local content = headers:get("content-type") or ""
  if content:find("^application/grpc") then
    return "415", "the content type is neither JSON nor gRPC as it is spoken here: send "
      .. "application/json, application/grpc, application/grpc-web or application/grpc-web-text"
  end

  -- Text that is not UTF-8 would fail only in the server, as a fault.
  local target = headers:get(":path") or ""
  if target:find("%%[89a-fA-F]%x") and not is_utf8(decoded(target)) then
    return "400", "It is not UTF-8."
  end
  local path, query = target:match("^([^?]*)%??(.*)$")
  local rival = rival_of_path(path, query)
  if rival then
    return "400", "`" .. rival .. "` is in the path: leave the parameter out."
  end
end

function envoy_on_request(handle)
  local headers = handle:headers()
  local grpc = handle:metadata():get("grpc")
  if not grpc then
    remove_uncarried(headers)
    -- A name that would spoil the log, or the header that it comes back in, is none: the next
    -- filter gives a new one.
    local id = headers:get("x-request-id")
    if id and (#id > 100 or id:find("[^%w._-]")) then headers:remove("x-request-id") end
  end

  local status, text = refusal(handle, headers, grpc)
  -- local_reply_config gives it its shape.
  if status then handle:respond({ [":status"] = status }, text) end
end
